import type { Attack, AttackTags, AttackVerdict } from '../../catalog/index.ts';
import { assertNever } from '../../kernel/index.ts';
import { type Contact, contactForm } from './contact.ts';
import { html, type Markup } from './markup.ts';
import { prose } from './prose.ts';
import { several } from './shown.ts';
import { flagWords } from './words.table.ts';

const verdicts: Readonly<
  Record<AttackVerdict, { readonly title: string; readonly tone: string; readonly sentence: string }>
> = {
  blocked: { title: 'Blocked', tone: 'low', sentence: 'With this policy not one byte of it reaches the server.' },
  limited: {
    title: 'Limited',
    tone: 'medium',
    sentence: 'With this policy some forms of it are stopped; others reach the server.',
  },
  not_blocked: {
    title: 'Not blocked by a gateway',
    tone: 'critical',
    sentence: 'It gets by: it does not pass a gateway, or cannot be told from honest work.',
  },
};

function verdictBadge(verdict: AttackVerdict): Markup {
  const { title, tone } = verdicts[verdict];
  return html`<span class="badge ${tone}">${title}</span>`;
}

/** Attacks in a list, each with what a gateway can do about it. */
export function attackItems(attacks: readonly Attack[]): Markup {
  return html`<ul class="items">${attacks.map(
    ({ slug, title, summary, verdict, date }) =>
      html`<li class="item attack"><a href="/attacks/${slug}">${title}</a><span class="kinds">${date === undefined ? '' : html`<span class="tag">${date}</span>`}${verdictBadge(verdict)}</span><span class="of">${prose(summary)}</span></li>`,
  )}</ul>`;
}

/** All patterns and incidents. */
export function attacksPage(attacks: readonly Attack[], contact: Contact): Markup {
  const patterns = attacks.filter(({ kind }) => kind === 'pattern');
  const incidents = attacks.filter(({ kind }) => kind === 'incident');
  return html`<header class="head"><h1>Attacks on agents and their tools</h1><p class="lead">${patterns.length} patterns and ${incidents.length} incidents, each with the policy against it and an honest verdict. Each verdict is shown by a replay against the gateway in its test suite, “not blocked” included.</p></header>
<section aria-labelledby="patterns"><h2 id="patterns">Patterns</h2>${attackItems(patterns)}</section>
<section aria-labelledby="incidents"><h2 id="incidents">Incidents</h2>${attackItems(incidents)}</section>
${contactForm(contact)}`;
}

/** One pattern or incident. */
export function attackPage(attack: Attack, contact: Contact): Markup {
  const { title, summary, how, needs, signals, policy, verdict, because, sources, date, kind, known, replay } = attack;
  const policyText = JSON.stringify(policy, null, 2);
  return html`<header class="head"><p class="kinds">${verdictBadge(verdict)}<span class="tag">${kind === 'incident' ? 'Incident' : 'Pattern'}</span>${date === undefined ? '' : html`<span class="tag">${date}</span>`}</p>
<h1>${title}</h1><p class="lead">${prose(summary)}</p></header>
<div class="columns"><div>
<section aria-labelledby="how"><h2 id="how">How it works</h2><p>${prose(how)}</p></section>
<section aria-labelledby="needs"><h2 id="needs">What it needs</h2>${
    needs.length === 0
      ? html`<p>No tool of a particular kind: it works on the protocol, or past it.</p>`
      : html`<p>A tool, or several in reach of one agent, that:</p><ul class="plain">${needs.map((flag) => html`<li>${flagWords[flag]}</li>`)}</ul>`
  }</section>
<section aria-labelledby="signals"><h2 id="signals">Signals</h2>${
    signals.length === 0
      ? html`<p>Nothing of it is seen in records or definitions.</p>`
      : html`<ul class="plain">${signals.map((signal) => html`<li>${prose(signal)}</li>`)}</ul>`
  }</section>
<section aria-labelledby="policy"><h2 id="policy">The policy against it</h2><pre tabindex="0" aria-label="Policy against ${title}"><code>${policyText}</code></pre></section>
<section aria-labelledby="verdict"><h2 id="verdict">The verdict: ${verdicts[verdict].title.toLowerCase()}</h2><p>${verdicts[verdict].sentence} ${prose(because)}</p></section>
<section aria-labelledby="replay"><h2 id="replay">The replay that shows it</h2><p>The test suite runs it against the gateway, with a server behind that counts every byte: ${several(replay.benign.length, 'honest call')} must get through, ${several(replay.stopped.length, 'form')} of the attack must not${replay.passes.length === 0 ? '' : `; that ${several(replay.passes.length, 'form')} of it ${replay.passes.length === 1 ? 'gets' : 'get'} by is shown as well`}.</p>
${stepTable(attack)}</section>
${contactForm(contact)}
</div>
<aside aria-label="Facts">${tagsOf(attack.tags)}
<section><h2>Sources</h2>${known === 'report' ? html`<p class="quiet">Known from what others wrote about it.</p>` : ''}${sources.length === 0 ? html`<p>None outside this project.</p>` : html`<ul class="plain">${sources.map((source) => html`<li>${/^https?:\/\//.test(source) ? html`<a href="${source}" rel="nofollow noopener noreferrer">${source.replace(/^https?:\/\//, '')}</a>` : source}</li>`)}</ul>`}</section></aside></div>`;
}

function stepTable({ replay }: Attack): Markup {
  const rows = [
    ...replay.benign.map((step) => [step, 'honest', 'reaches the server'] as const),
    ...replay.stopped.map((step) => [step, 'attack', 'stopped'] as const),
    ...replay.passes.map((step) => [step, 'attack', 'gets by'] as const),
  ];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Steps of the replay"><table><caption>Steps of the replay</caption><thead><tr><th scope="col">What is done</th><th scope="col">As</th><th scope="col">Outcome</th></tr></thead><tbody>${rows.map(
    ([step, side, outcome]) =>
      html`<tr><th scope="row"><code>${stepWords(step)}</code></th><td>${side}</td><td>${outcome}</td></tr>`,
  )}</tbody></table></div>`;
}

function stepWords(step: Attack['replay']['benign'][number]): string {
  switch (step.kind) {
    case 'call':
      return `${step.tool} ${JSON.stringify(step.arguments)}`.slice(0, 300);
    case 'repeat':
      return `${step.tool} ${step.times} times; ${step.admitted} get through`;
    case 'raw':
      return step.body.slice(0, 300);
    case 'headers':
      return `${step.tool} with ${Object.keys(step.headers).join(', ')}`;
    case 'token':
      return `${step.tool} with an invented token`;
    case 'path':
      return `POST ${step.path}`;
    case 'listed':
      return `${step.tool} in the list, with its description`;
    case 'capability':
      return `the server asks for ${step.name}`;
    case 'direct':
      return `${step.tool}, past the gateway`;
    default:
      return assertNever(step);
  }
}

function tagsOf({ safeMcp = [], owaspMcp = [], owaspAsi = [], cwe = [], cve = [] }: AttackTags): Markup {
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['SAFE-MCP', safeMcp],
    ['OWASP MCP', owaspMcp],
    ['OWASP agentic', owaspAsi],
    ['CWE', cwe.map((number) => `CWE-${number}`)],
    ['CVE', cve],
  ];
  const given = rows.filter(([, tags]) => tags.length > 0);
  if (given.length === 0) return html`<section><h2>Known as</h2><p>No number elsewhere.</p></section>`;
  return html`<section><h2>Known as</h2><dl>${given.map(([name, tags]) => html`<dt>${name}</dt><dd>${tags.join(', ')}</dd>`)}</dl></section>`;
}
