import type { Severity, ToolLine } from '../../catalog/index.ts';
import { type Contact, contactForm } from './contact.ts';
import { html, type Markup } from './markup.ts';
import { pager, severityBadge, toolList } from './parts.ts';
import { severityOrder } from './server-page.ts';
import { several } from './shown.ts';
import { severityTitles, severityWords } from './words.table.ts';

/** The tools of one severity. */
export function riskPage(page: {
  readonly severity: Severity;
  readonly tools: readonly ToolLine[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
  readonly contact: Contact;
}): Markup {
  const { severity, tools, total } = page;
  return html`<header class="head"><p class="kinds">${severityBadge(severity)}</p><h1>${severityTitles[severity]} risk</h1><p class="lead">${severityWords[severity]}</p></header>
<section aria-labelledby="tools"><h2 id="tools">${several(total, 'tool')}</h2>${toolList(tools)}
${pager(page, (number) => `/risk/${severity}?page=${number}`)}</section>
${contactForm(page.contact)}`;
}

/** What the levels mean, and how many tools have each. */
export function risksPage(counts: ReadonlyMap<string, number>, contact: Contact): Markup {
  return html`<header class="head"><h1>Risk levels</h1><p class="lead">A level follows what a wrong call costs, not how likely it is. The gravest thing that a tool can do decides.</p></header>
<ul class="cards four">${severityOrder.map(([severity, title]) => html`<li class="card"><h2><a href="/risk/${severity}"><span class="dot ${severity}" aria-hidden="true"></span> ${title}</a></h2><p>${severityWords[severity]}</p><p class="quiet">${several(counts.get(severity) ?? 0, 'tool')}</p></li>`)}</ul>
${contactForm(contact)}`;
}
