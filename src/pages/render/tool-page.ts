import type { Attack, CatalogServer, Recommendation, ToolLine, ToolView } from '../../catalog/index.ts';
import { attackItems } from './attack-page.ts';
import { type Contact, contactForm } from './contact.ts';
import { doubts } from './doubts.ts';
import { html, type Markup } from './markup.ts';
import { parametersOf } from './parameters.ts';
import { categoryTag, severityBadge, severityBar, toolList } from './parts.ts';
import { policyBlock, steps } from './policy-block.ts';
import { count, day, several, shown } from './shown.ts';
import { categoryTitles, doesWords, flagWords, severityTitles, severityWords } from './words.table.ts';

/** All that a tool's page shows. */
export interface ToolPage {
  readonly tool: ToolView;
  readonly server: CatalogServer;
  readonly recommended: readonly Recommendation[];
  readonly attacks: readonly Attack[];
  /** Of the same category on the same server. */
  readonly siblings: readonly ToolLine[];
  /** Called the same on other servers. */
  readonly namesakes: readonly ToolLine[];
  /** The dashboard is served beside the page. */
  readonly dashboard: boolean;
  readonly contact: Contact;
}

export function toolPage(page: ToolPage): Markup {
  const { tool, server, recommended, attacks } = page;
  const name = html`<bdi>${shown(tool.name, 120)}</bdi>`;
  const where = html`<bdi>${shown(server.title ?? server.name, 80)}</bdi>`;
  return html`<header class="head">
<p class="kinds">${severityBadge(tool.severity)}${categoryTag(tool.category)}${tool.unclassified ? html`<span class="tag">unclassified</span>` : ''}${tool.overridden ? html`<span class="tag">by an operator</span>` : ''}</p>
<h1 class="mono">${name}</h1>
<p class="lead">A tool of <a href="/catalog/${server.slug}">${where}</a>. ${shown(tool.judged.reason, 600)}</p>
${tool.removedAt === undefined ? '' : html`<p class="notice bad">Its server has not listed it since ${day(tool.removedAt)}.</p>`}
</header>
<div class="columns"><div>
${what(page, name, where)}
${why(tool, name)}
<section aria-labelledby="attacks"><h2 id="attacks">Attacks that abuse this kind of access</h2>
${attacks.length === 0 ? html`<p>No pattern of the attack database needs a tool of this kind.</p>` : attackItems(attacks)}</section>
<section aria-labelledby="control"><h2 id="control">How to control ${name}</h2>
${policyBlock(recommended)}
${steps(server, tool.slug, page.dashboard)}</section>
${questions(page, name, where)}
<section aria-labelledby="all"><h2 id="all">Enforce a policy on every ${where} tool call</h2>
<p>${where} lists ${several(server.tools, 'tool')}. One policy for the whole server decides on each of their calls, in three strengths.</p>
${severityBar(server)}
<p><a class="button" href="/catalog/${server.slug}#control">Policy for the whole server</a></p></section>
${contactForm(page.contact)}
</div>
<aside aria-label="Facts">${facts(tool)}${related(page)}</aside></div>`;
}

function what({ tool, server }: ToolPage, name: Markup, where: Markup): Markup {
  const { description } = tool.definition;
  const parameters = parametersOf(tool.definition.inputSchema);
  return html`<section aria-labelledby="what"><h2 id="what">What ${name} does on ${where}</h2>
<p>It ${doesWords[tool.category]}</p>
${server.note === undefined ? '' : html`<p class="notice">${shown(server.note, 500)}</p>`}
${
  parameters === undefined
    ? html`<p>Its parameters are not known.</p>`
    : parameters.length === 0
      ? html`<p>It takes no parameters.</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Parameters"><table><caption>Parameters</caption><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Required</th></tr></thead><tbody>${parameters.map(
          ({ name: parameter, type, required }) =>
            html`<tr><th scope="row" class="mono"><bdi>${shown(parameter, 80)}</bdi></th><td>${shown(type, 120)}</td><td>${required ? 'yes' : 'no'}</td></tr>`,
        )}</tbody></table></div>`
}
${
  typeof description === 'string' && description !== ''
    ? html`<figure><blockquote><p class="quoted"><bdi>${shown(description)}</bdi></p></blockquote><figcaption>From the tool’s definition, as told by ${tool.origin.source} (${tool.origin.licence ?? 'licence unknown'}). These are the author’s words.</figcaption></figure>`
    : html`<p class="quiet">Of its definition only facts are kept here: name, parameters and hash.</p>`
}</section>`;
}

function why(tool: ToolView, name: Markup): Markup {
  const { judged, override, findings } = tool;
  const unsure = doubts(tool);
  return html`<section aria-labelledby="why"><h2 id="why">Why ${name} needs a policy</h2>
${override === undefined ? html`<p>${shown(judged.reason, 600)}</p>` : html`<p>An operator, ${shown(override.author, 80)}, says ${severityTitles[tool.severity].toLowerCase()} and ${categoryTitles[tool.category].toLowerCase()}: “${shown(override.reason, 400)}”. The classifier says: ${shown(judged.reason, 600)}</p>`}
${
  judged.evidence.length === 0
    ? ''
    : html`<h3>Evidence from the tool’s definition</h3><ul class="evidence">${judged.evidence.map(
        ({ field, words, says }) =>
          html`<li><span class="field">${fieldWords.get(field) ?? field}</span> <q><bdi>${shown(words.join(' '), 200)}</bdi></q> <span class="quiet">speaks for ${categoryTitles[says].toLowerCase()}</span></li>`,
      )}</ul>`
}
${tool.flags.length === 0 ? '' : html`<h3>What else it can do</h3><ul class="plain">${tool.flags.map((flag) => html`<li>It ${flagWords[flag]}.</li>`)}</ul>`}
<h3>How sure that is</h3>
<p>${Math.round(judged.confidence * 100)} of 100 tools with a confidence like this one’s are of the category that is named.</p>
${unsure.length === 0 ? '' : html`<ul class="plain">${unsure.map((doubt) => html`<li>${doubt}</li>`)}</ul>`}
${
  findings.length === 0
    ? ''
    : html`<h3>What is odd about its definition</h3><ul class="plain">${findings.map(
        (finding) =>
          html`<li><strong>${findingWords.get(finding.kind) ?? finding.kind}</strong> at <code>${shown(finding.at, 120)}</code>${finding.kind === 'instruction' ? html`: <q><bdi>${shown(finding.quote, 120)}</bdi></q>` : ''}</li>`,
      )}</ul>`
}</section>`;
}

const fieldWords: ReadonlyMap<string, string> = new Map([
  ['name', 'Its name'],
  ['inputSchema', 'Its parameters'],
  ['description', 'Its description'],
  ['server', 'Its server'],
]);

const findingWords: ReadonlyMap<string, string> = new Map([
  ['hidden_text', 'Characters that nobody sees'],
  ['instruction', 'Text addressed to a model'],
  ['look_alike', 'A name that looks like another one'],
  ['shadowing', 'Talk about another server’s tool'],
]);

function questions({ tool, server, recommended }: ToolPage, name: Markup, where: Markup): Markup {
  const guarded = recommended.find(({ strength }) => strength === 'guarded');
  const key = guarded === undefined ? 'its_name' : tool.name;
  const block = JSON.stringify({ version: '1', default: 'allow', hide: [key] });
  return html`<section aria-labelledby="questions"><h2 id="questions">Questions</h2>
<details><summary>What does ${name} do?</summary><p>It ${doesWords[tool.category]}</p></details>
<details><summary>How do I enforce a policy on ${name}?</summary><p>Put Toolgate between the agent and the server. Every call is judged before it is forwarded; ${guarded === undefined ? 'the policy says what becomes of it.' : `the recommended policy ${guarded.sentence.charAt(0).toLowerCase()}${guarded.sentence.slice(1)}`}</p></details>
<details><summary>What risk level does ${name} have?</summary><p>${severityTitles[tool.severity]}: ${severityWords[tool.severity]}</p></details>
<details><summary>Can I limit how often ${name} is called?</summary><p>Yes. <code>"rate_limit": { "max": 10, "window": "minute" }</code> in the tool’s rule holds in every interval of a minute, for each grant, across restarts.</p></details>
<details><summary>How do I block ${name}?</summary><p>Leave it out of a policy whose <code>default</code> is <code>deny</code>, or hide it in one that allows everything else: <code>${block}</code></p></details>
<details><summary>Which server provides ${name}?</summary><p><a href="/catalog/${server.slug}">${where}</a> (<bdi>${shown(server.name, 120)}</bdi>)${server.repository === undefined ? '' : html`, whose source is at <a href="${server.repository}" rel="nofollow noopener noreferrer">${shown(server.repository, 120)}</a>`}.</p></details>
</section>`;
}

function facts(tool: ToolView): Markup {
  return html`<section><h2>Facts</h2><dl>
<dt>Category</dt><dd>${categoryTitles[tool.category]}</dd>
<dt>Severity</dt><dd><a href="/risk/${tool.severity}">${severityTitles[tool.severity]}</a></dd>
<dt>Confidence</dt><dd>${tool.judged.confidence.toFixed(2)}</dd>
<dt>Definition</dt><dd><code class="hash">${tool.hash}</code></dd>
<dt>First seen</dt><dd>${day(tool.firstSeen)}</dd>
<dt>Last seen</dt><dd>${day(tool.lastSeen)}</dd>
<dt>Told by</dt><dd>${tool.origin.source}, ${shown(tool.origin.licence ?? 'licence unknown', 60)}</dd>
</dl>
${
  tool.history.length < 2
    ? ''
    : html`<h3>Definitions</h3><ol class="plain">${tool.history.map(({ hash, firstSeen, source }) => html`<li><code>${hash.slice(0, 12)}</code> since ${day(firstSeen)}, ${source}</li>`)}</ol>`
}</section>`;
}

function related({ siblings, namesakes, server }: ToolPage): Markup {
  return html`${siblings.length === 0 ? '' : html`<section><h2>Related tools</h2>${toolList(siblings, false)}</section>`}
${namesakes.length === 0 ? '' : html`<section><h2>Called the same elsewhere</h2>${toolList(namesakes)}</section>`}
<section><h2>Policies</h2><ul class="plain"><li><a href="/catalog/${server.slug}#control">For all ${count(server.tools)} tools of the server</a></li></ul></section>`;
}
