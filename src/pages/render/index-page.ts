import type { SearchResult, ServerLine } from '../../catalog/index.ts';
import { type Contact, contactForm } from './contact.ts';
import { html, type Markup } from './markup.ts';
import { facetLists, pager, serverItem, toolList } from './parts.ts';
import { severityOrder } from './server-page.ts';
import { count, several, shown } from './shown.ts';
import { severityWords } from './words.table.ts';

/** What the first page shows: all there is, or what a search found. */
export interface IndexPage {
  readonly size: { readonly servers: number; readonly tools: number };
  readonly query: URLSearchParams;
  readonly found: SearchResult;
  readonly page: number;
  readonly pageSize: number;
  readonly largest: readonly ServerLine[];
  readonly contact: Contact;
}

export function indexPage({ size, query, found, page, pageSize, largest, contact }: IndexPage): Markup {
  const text = query.get('q') ?? '';
  const narrowed = ['severity', 'category', 'source', 'licence'].some((facet) => query.has(facet));
  const searching = text !== '' || narrowed;
  return html`<header class="head hero">
<h1>${searching ? html`Search${text === '' ? '' : html`: <q><bdi>${shown(text, 100)}</bdi></q>`}` : 'What agents can do, and how to keep it in bounds'}</h1>
<p class="lead">${count(size.tools)} tools of ${count(size.servers)} MCP servers, each classed by the worst that it can do, each with a policy that tames it.</p>
<form class="search" role="search" aria-label="Search the catalogue" action="/catalog" method="get"><label class="hidden" for="q">Search tools and servers</label><input id="q" type="search" name="q" value="${text}" placeholder="tcp connect, delete issue, stripe …" maxlength="200"><button type="submit">Search</button></form>
</header>
<div class="columns turned"><div>
${searching ? results({ query, found, page, pageSize }) : start(largest)}
${contactForm(contact)}
</div>
<aside aria-label="Narrow the search">${facetLists(found.counts, query)}</aside></div>`;
}

function results({ query, found, page, pageSize }: Pick<IndexPage, 'query' | 'found' | 'page' | 'pageSize'>): Markup {
  const { servers, tools, total, more, meant } = found;
  const to = (number: number): string => {
    const next = new URLSearchParams(query);
    next.set('page', String(number));
    return `/catalog?${next.toString()}`;
  };
  return html`${meant.length === 0 ? '' : html`<p class="notice">Nothing is called so. Shown is <q>${meant.join(' ')}</q>.</p>`}
${servers.length === 0 ? '' : html`<section aria-labelledby="servers"><h2 id="servers">Servers</h2><ul class="cards">${servers.map(serverItem)}</ul></section>`}
<section aria-labelledby="tools"><h2 id="tools">${more ? 'At least ' : ''}${several(total, 'tool')}</h2>
${tools.length === 0 ? html`<p>Nothing was found. Words are beginnings; all of them must be there.</p>` : toolList(tools)}
${pager({ page, pageSize, total }, to)}</section>`;
}

function start(largest: readonly ServerLine[]): Markup {
  return html`<section aria-labelledby="risk"><h2 id="risk">By risk</h2><ul class="cards four">${severityOrder.map(
    ([severity, title]) =>
      html`<li class="card"><h3><a href="/risk/${severity}"><span class="dot ${severity}" aria-hidden="true"></span> ${title}</a></h3><p>${severityWords[severity]}</p></li>`,
  )}</ul></section>
<section aria-labelledby="servers"><h2 id="servers">Servers with the most tools</h2><ul class="cards">${largest.map(serverItem)}</ul></section>`;
}
