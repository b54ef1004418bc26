import type { Category, FacetCounts, ServerLine, Severity, ToolLine } from '../../catalog/index.ts';
import { html, type Markup } from './markup.ts';
import { count, shown } from './shown.ts';
import { categoryTitles, severityTitles } from './words.table.ts';

/** A severity, for eye and ear. */
export function severityBadge(severity: Severity): Markup {
  return html`<span class="badge ${severity}">${severityTitles[severity]}</span>`;
}

export function categoryTag(category: Category): Markup {
  return html`<span class="tag">${categoryTitles[category]}</span>`;
}

/** A tool in a list. */
function toolItem(tool: ToolLine, withServer: boolean): Markup {
  const { name, server, severity, category, unclassified } = tool;
  return html`<li class="item">
<a class="name" href="${toolPath(tool)}"><bdi>${shown(name, 120)}</bdi></a>
${withServer ? html`<span class="of">on <bdi>${shown(server.title ?? server.name, 80)}</bdi></span>` : ''}
<span class="kinds">${severityBadge(severity)}${categoryTag(category)}${unclassified ? html`<span class="tag">unclassified</span>` : ''}</span>
</li>`;
}

export function toolList(tools: readonly ToolLine[], withServer = true): Markup {
  return html`<ul class="items">${tools.map((tool) => toolItem(tool, withServer))}</ul>`;
}

/** A server in a list. */
export function serverItem(server: ServerLine): Markup {
  const { name, slug, title, summary, tools } = server;
  return html`<li class="card">
<h3><a href="/catalog/${slug}"><bdi>${shown(title ?? name, 80)}</bdi></a></h3>
${title === undefined ? '' : html`<p class="id"><bdi>${shown(name, 100)}</bdi></p>`}
${summary === undefined ? '' : html`<p><bdi>${shown(summary, 180)}</bdi></p>`}
${severityBar(server)}
<p class="quiet">${count(tools)} ${tools === 1 ? 'tool' : 'tools'}</p>
</li>`;
}

const order = ['critical', 'high', 'medium', 'low'] as const;

/** How a server's tools divide among the severities: numbers for everybody, widths for the eye. */
export function severityBar({ severities, tools }: ServerLine): Markup {
  if (tools === 0) return html`<p class="quiet">No tools are known.</p>`;
  const parts = order.filter((severity) => severities[severity] > 0);
  return html`<div class="bar" aria-hidden="true">${parts.map(
    (severity) =>
      html`<span class="${severity} w${Math.max(1, Math.round((20 * severities[severity]) / tools))}"></span>`,
  )}</div>
<ul class="legend">${parts.map((severity) => html`<li><span class="dot ${severity}" aria-hidden="true"></span>${count(severities[severity])} ${severityTitles[severity].toLowerCase()}</li>`)}</ul>`;
}

/** Pages of a list that can be turned to: whoever wants what stands behind them narrows the search. */
export const mostPages = 200;

/** Links to the pages beside this one; nothing where there is one alone. */
export function pager(
  { page, pageSize, total }: { readonly page: number; readonly pageSize: number; readonly total: number },
  to: (page: number) => string,
): Markup | string {
  const last = Math.min(Math.ceil(total / pageSize), mostPages);
  if (last <= 1 && page === 1) return '';
  return html`<nav class="pages" aria-label="Pages">${page > 1 ? html`<a rel="prev" href="${to(page - 1)}">Previous</a>` : ''}<span>Page ${count(page)} of ${count(last)}</span>${page < last ? html`<a rel="next" href="${to(page + 1)}">Next</a>` : ''}</nav>`;
}

/** Links that narrow a search, with how many tools are left. */
export function facetLists(counts: FacetCounts, query: URLSearchParams): Markup {
  return html`<div class="facets">${(['severity', 'category', 'source', 'licence'] as const).map((facet) => {
    const values = [...counts[facet]].slice(0, 8);
    const chosen = query.get(facet);
    if (values.length === 0) return '';
    return html`<section><h2>${facet}</h2><ul>${values.map(([value, tools]) => {
      const next = new URLSearchParams(query);
      next.delete('page');
      if (chosen === value) next.delete(facet);
      else next.set(facet, value);
      return html`<li><a href="/catalog?${next.toString()}"${chosen === value ? html` aria-current="true"` : ''}><span>${value}</span><span class="quiet">${chosen === value ? 'remove' : count(tools)}</span></a></li>`;
    })}</ul></section>`;
  })}</div>`;
}

function toolPath({ server, slug }: ToolLine): string {
  return `/catalog/${server.slug}/${slug}`;
}
