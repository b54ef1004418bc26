import { type Classification, classify, definitionOf, toxicFlow } from '../../../catalog/index.ts';
import type { JsonValue } from '../../../protocol/index.ts';
import type { Snapshot } from '../../../snapshot/index.ts';
import type { Sql } from '../../../store/index.ts';
import type { Services } from '../../services.ts';

/** A tool that a server has, and what it can do at worst. */
export interface KnownTool extends Pick<Classification, 'category' | 'severity' | 'flags'> {
  readonly name: string;
}

/** What is known of servers' tools: by slug; `undefined` where nobody could say. */
export type ToolsOfServers = ReadonlyMap<string, readonly KnownTool[] | undefined>;

/**
 * The tools of servers, as far as they have been approved; those of a server of which nothing is on record are asked for,
 * unless a process would have to be started for it.
 */
export async function toolsOf(
  sql: Sql,
  services: Services,
  snapshot: Snapshot,
  slugs: ReadonlySet<string>,
): Promise<ToolsOfServers> {
  const rows = await sql
    .selectFrom('definition')
    .select(['server', 'tool', 'text'])
    .where('server', 'in', [...slugs])
    .where('state', '=', 'approved')
    .execute();
  const approved = Map.groupBy(rows, ({ server }) => server);
  const asked = [...slugs].map(async (slug): Promise<[string, readonly KnownTool[] | undefined]> => {
    const kept = approved.get(slug);
    if (kept !== undefined) return [slug, kept.map(({ tool, text }) => classed(slug, tool, text))];
    const config = snapshot.servers.get(slug)?.config;
    if (config?.transport !== 'http' || services.inspect === undefined) return [slug, undefined];
    const table = await services.inspect(config).catch(() => undefined);
    const tools = table && [...table.tools.values()];
    return [slug, tools?.map(({ name, definition }) => classed(slug, name, definition.toString('utf8')))];
  });
  return new Map(await Promise.all(asked));
}

function classed(server: string, name: string, text: string | null): KnownTool {
  const definition: JsonValue = text === null ? {} : JSON.parse(text);
  const { category, severity, flags } = classify(definitionOf(server, name, definition));
  return { name, category, severity, flags };
}

/** Whether these tools together make a way in, something private and a way out. */
export function isToxic(tools: readonly (KnownTool & { readonly server: string })[]): boolean {
  return toxicFlow(tools) !== undefined;
}
