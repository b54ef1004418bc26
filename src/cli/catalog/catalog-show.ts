import {
  type Catalog,
  type CatalogServer,
  type Recommendation,
  recommendForServer,
  recommendForTool,
  type Strength,
  strengths,
  type ToolView,
} from '../../catalog/index.ts';
import { CommandError, type Io } from '../io.ts';
import { type CatalogOptions, printable, withCatalog } from './catalog-opened.ts';

export interface ShowOptions extends CatalogOptions {
  readonly policy?: string | true;
}

/** `toolgate catalog show`: all that is known of a server or a tool, or the policy that is recommended for it. */
export async function show(server: string, tool: string | undefined, options: ShowOptions, io: Io): Promise<void> {
  await withCatalog(io, options, (writer) => {
    const catalog = writer.reader();
    const slug = slugOf(catalog, server);
    const view = tool === undefined ? serverNamed(catalog, slug) : toolNamed(catalog, slug, server, tool);
    if (options.policy !== undefined) {
      const { document } = recommended(catalog, view, strengthNamed(options.policy));
      io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    } else if (options.json) io.stdout.write(`${JSON.stringify(view)}\n`);
    else for (const line of 'list' in view ? serverLines(view) : toolLines(view)) io.stdout.write(`${line}\n`);
  });
}

function slugOf(catalog: Catalog, server: string): string {
  if (catalog.server(server) !== undefined) return server;
  const [first, second] = catalog.serversNamed(server);
  if (first === undefined) {
    const near = catalog.search({ text: server, facets: {}, offset: 0, limit: 3 }).servers[0];
    const hint = near === undefined ? '' : `; did you mean ${near.name}?`;
    throw new CommandError(`the catalogue has no server ${printable(server)}${hint}`);
  }
  if (second !== undefined) {
    throw new CommandError(`several servers are called so; name one of ${catalog.serversNamed(server).join(', ')}`);
  }
  return first;
}

function serverNamed(catalog: Catalog, slug: string): CatalogServer {
  const view = catalog.server(slug);
  if (view === undefined) throw new CommandError(`the catalogue has no server ${slug}`);
  return view;
}

function toolNamed(catalog: Catalog, slug: string, server: string, tool: string): ToolView {
  const view = catalog.tool(slug, tool);
  if (view === undefined) throw new CommandError(`${printable(server)} has no tool ${printable(tool)}`);
  return view;
}

function strengthNamed(given: string | true): Strength {
  const strength = given === true ? 'guarded' : strengths.find((one) => one === given);
  if (strength === undefined) throw new CommandError(`--policy wants one of ${strengths.join(', ')}`, 2);
  return strength;
}

function recommended(catalog: Catalog, view: CatalogServer | ToolView, strength: Strength): Recommendation {
  if ('list' in view) return recommendForServer(catalog.recommendable(view.slug), strength);
  const { name, category, severity, flags, definition } = view;
  return recommendForTool({ name, category, severity, flags, inputSchema: definition.inputSchema }, strength);
}

function serverLines(server: CatalogServer): string[] {
  const { low, medium, high, critical } = server.severities;
  return [
    `${printable(server.title ?? server.name)} (${printable(server.name)})`,
    ...(server.summary === undefined ? [] : [printable(server.summary)]),
    ...(server.note === undefined ? [] : [`note: ${printable(server.note)}`]),
    `${server.tools} tools: ${critical} critical, ${high} high, ${medium} medium, ${low} low`,
    ...(server.repository === undefined
      ? []
      : [`source: ${printable(server.repository)} ${printable(server.subfolder)}`.trimEnd()]),
    ...server.origins.map(
      ({ source, licence, fetchedAt }) => `told by ${source}, ${licence ?? 'licence unknown'}, ${day(fetchedAt)}`,
    ),
    '',
    ...server.list.map(
      ({ name, severity, category }) => `  ${severity.padEnd(8)}  ${category.padEnd(11)}  ${printable(name)}`,
    ),
  ];
}

function toolLines(tool: ToolView): string[] {
  const { judged, override, findings, history } = tool;
  return [
    `${printable(tool.name)} on ${printable(tool.server.name)}: ${tool.severity} ${tool.category}`,
    override === undefined
      ? `${judged.reason} (confidence ${judged.confidence})`
      : `as ${printable(override.author)} says: ${printable(override.reason)}`,
    ...judged.evidence.map(({ field, words, says }) => `  ${field}: ${printable(words.join(' '))} → ${says}`),
    ...(tool.flags.length === 0 ? [] : [`flags: ${tool.flags.join(', ')}`]),
    ...findings.map((finding) => `finding: ${finding.kind} at ${printable(finding.at)}`),
    `definition ${tool.hash}, first seen ${day(tool.firstSeen)}${history.length > 1 ? `, changed ${history.length - 1} times` : ''}`,
    `told by ${tool.origin.source}, ${tool.origin.licence ?? 'licence unknown'}, ${day(tool.origin.fetchedAt)}`,
  ];
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
