import {
  type CatalogServer,
  type Recommendation,
  type Severity,
  strengths,
  strengthTitles,
  type ToolLine,
  type ToxicFlow,
} from '../../catalog/index.ts';
import { type Contact, contactForm } from './contact.ts';
import { html, type Markup } from './markup.ts';
import { severityBadge, severityBar, toolList } from './parts.ts';
import { policyBlock, steps } from './policy-block.ts';
import { count, day, several, shown } from './shown.ts';
import { categoryTitles, severityTitles } from './words.table.ts';

/** All that a server's page shows. */
export interface ServerPage {
  readonly server: CatalogServer;
  readonly flow: ToxicFlow | undefined;
  readonly recommended: readonly Recommendation[];
  /** The dashboard is served beside the page. */
  readonly dashboard: boolean;
  readonly contact: Contact;
}

const order: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
/** Bytes of JSON that make about one token. */
const bytesPerToken = 4;
const mostShown = 400;

export function serverPage({ server, flow, recommended, dashboard, contact }: ServerPage): Markup {
  const title = html`<bdi>${shown(server.title ?? server.name, 100)}</bdi>`;
  return html`<header class="head">
<h1>${title}</h1>
${server.title === undefined ? '' : html`<p class="id"><bdi>${shown(server.name, 160)}</bdi></p>`}
${server.summary === undefined ? '' : html`<p class="lead"><bdi>${shown(server.summary, 600)}</bdi></p>`}
${server.note === undefined ? '' : html`<p class="notice">${shown(server.note, 500)}</p>`}
${server.status === 'active' ? '' : html`<p class="notice bad">Its source says that it is ${server.status}.</p>`}
${severityBar(server)}
</header>
<div class="columns"><div>
<section aria-labelledby="tools"><h2 id="tools">${several(server.tools, 'tool')} by severity</h2>
${order.map((severity) =>
  bySeverity(
    severity,
    server.list.filter((tool) => tool.severity === severity),
  ),
)}</section>
<section aria-labelledby="flows"><h2 id="flows">Toxic flows</h2>${flow === undefined ? html`<p>No tool set of this server alone lets strangers’ text in, reads private data and lets content out.</p>` : flowOf(flow)}</section>
<section aria-labelledby="control"><h2 id="control">A policy for every ${title} tool call</h2>
${policyBlock(recommended)}
${otherStrengths(server, recommended)}
${steps(server, undefined, dashboard)}</section>
${contactForm(contact)}
</div>
<aside aria-label="Facts">${categories(server.list)}${facts(server)}${changes(server)}</aside></div>`;
}

/** Links to the strengths that this page does not show. */
function otherStrengths({ slug }: CatalogServer, shownHere: readonly Recommendation[]): Markup | string {
  const others = strengths.filter((strength) => !shownHere.some((one) => one.strength === strength));
  if (others.length === 0) return '';
  return html`<p>In another strength: ${others.map((strength, at) => html`${at === 0 ? '' : ' · '}<a href="/catalog/${slug}?policy=${strength}#control">${strengthTitles[strength]}</a>`)}</p>`;
}

function bySeverity(severity: Severity, tools: readonly ToolLine[]): Markup | string {
  if (tools.length === 0) return '';
  const more = tools.length - mostShown;
  return html`<h3>${severityBadge(severity)} ${several(tools.length, 'tool')}</h3>${toolList(tools.slice(0, mostShown), false)}${more > 0 ? html`<p class="quiet">… and ${count(more)} more</p>` : ''}`;
}

function flowOf(flow: ToxicFlow): Markup {
  const names = (tools: ToxicFlow['out']): Markup =>
    html`${tools.slice(0, 6).map(({ name }, at) => html`${at === 0 ? '' : ', '}<code><bdi>${shown(name, 60)}</bdi></code>`)}${tools.length > 6 ? ` and ${tools.length - 6} more` : ''}`;
  return html`<p>One agent that holds all of these can be made to hand out private data by whoever writes what it reads. Each single call is one that it may make.</p>
<dl class="flow"><dt>Strangers’ text comes in</dt><dd>${names(flow.untrusted)}</dd><dt>Private data is read</dt><dd>${names(flow.private)}</dd><dt>Content gets out</dt><dd>${names(flow.out)}</dd></dl>
<p>Give them to different grants, or deny one of the three parts.</p>`;
}

function categories(tools: readonly ToolLine[]): Markup {
  const counts = new Map<ToolLine['category'], number>();
  for (const { category } of tools) counts.set(category, (counts.get(category) ?? 0) + 1);
  return html`<section><h2>By category</h2><dl>${[...counts]
    .sort((one, other) => other[1] - one[1])
    .map(([category, tools]) => html`<dt>${categoryTitles[category]}</dt><dd>${count(tools)}</dd>`)}</dl></section>`;
}

function facts(server: CatalogServer): Markup {
  return html`<section><h2>Facts</h2><dl>
${server.version === undefined ? '' : html`<dt>Version</dt><dd>${shown(server.version, 60)}</dd>`}
${server.repository === undefined ? '' : html`<dt>Source</dt><dd><a href="${server.repository}" rel="nofollow noopener noreferrer">${shown(server.repository.replace(/^https?:\/\//, ''), 100)}</a>${server.subfolder === '' ? '' : html` <span class="quiet">${shown(server.subfolder, 100)}</span>`}</dd>`}
${server.homepage === undefined ? '' : html`<dt>Site</dt><dd><a href="${server.homepage}" rel="nofollow noopener noreferrer">${shown(server.homepage.replace(/^https?:\/\//, ''), 80)}</a></dd>`}
${server.packages.map(({ registry, name, version }) => html`<dt>Package</dt><dd>${shown(registry, 40)}: <bdi>${shown(name, 100)}</bdi>${version === undefined ? '' : ` ${shown(version, 40)}`}</dd>`)}
<dt>What its list costs</dt><dd>about ${count(Math.ceil(server.bytes / bytesPerToken))} tokens in every conversation, from what is kept here</dd>
<dt>First seen</dt><dd>${day(server.firstSeen)}</dd><dt>Last seen</dt><dd>${day(server.lastSeen)}</dd>
</dl>
<h3>Told by</h3><ul class="plain">${server.origins.map(({ source, key, licence, fetchedAt, url }) => html`<li>${source} <bdi>${shown(key, 100)}</bdi>, ${licence ?? 'licence unknown'}, ${day(fetchedAt)}${url === undefined ? '' : html`, <a href="${url}" rel="nofollow noopener noreferrer">source</a>`}</li>`)}</ul></section>`;
}

function changes({ changes: latest, slug }: CatalogServer): Markup {
  if (latest.length === 0)
    return html`<section><h2>Definition history</h2><p>No definition has changed since it was first seen.</p></section>`;
  return html`<section><h2>Definition history</h2><ol class="plain">${latest.map(
    ({ tool, slug: place, hash, firstSeen, source }) =>
      html`<li><a href="/catalog/${slug}/${place}"><bdi>${shown(tool, 80)}</bdi></a> changed on ${day(firstSeen)} to <code>${hash.slice(0, 12)}</code> (${source})</li>`,
  )}</ol></section>`;
}

/** For titles that list severities. */
export const severityOrder = order.map((severity) => [severity, severityTitles[severity]] as const);
