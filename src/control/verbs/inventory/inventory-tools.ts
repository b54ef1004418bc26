import { type Classification, classify, definitionOf, severities, toxicFlow } from '../../../catalog/index.ts';
import type { Slices } from '../../../kernel/index.ts';
import type { JsonValue } from '../../../protocol/index.ts';
import type { Snapshot } from '../../../snapshot/index.ts';
import type { Sql } from '../../../store/index.ts';
import type { Services } from '../../services.ts';

/** A tool that a server has, and what it can do at worst. */
export interface InventoryTool extends Pick<Classification, 'category' | 'severity' | 'flags'> {
  readonly name: string;
}

/** What is known of a server's tools; `undefined` where it has not been heard. */
export type ToolsOfServer = readonly InventoryTool[] | undefined;

/** A definition: of a server's tool, under its hash. */
interface Defined {
  readonly server: string;
  readonly tool: string;
  readonly hash: string;
  readonly text: string | null;
}

/** Classes that are kept: what a page of the inventory shows was mostly shown before. */
const mostKept = 50_000;

/** Tells what servers' tools are, and classes each definition once. */
export class InventoryTools {
  readonly #classes = new Map<string, InventoryTool>();

  /**
   * The tools of servers, as far as they have been approved; those of a server of which nothing is on record are asked for,
   * or what it said before is taken where a process would have to be started for it. Nobody waits for a server that does not answer.
   *
   * @param enough settles when what is known by then is the answer
   * @param slices classing a tool takes a good part of a tenth of a millisecond
   */
  async of(
    slugs: ReadonlySet<string>,
    { sql, services }: { readonly sql: Sql; readonly services: Services },
    snapshot: Snapshot,
    slices: Slices,
    enough: Promise<unknown>,
  ): Promise<Map<string, ToolsOfServer>> {
    if (slugs.size === 0) return new Map();
    const rows = await sql
      .selectFrom('definition')
      .select(['server', 'tool', 'hash', 'text'])
      .where('server', 'in', [...slugs])
      .where('state', '=', 'approved')
      .execute();
    const approved = Map.groupBy(rows, ({ server }) => server);
    const known = new Map<string, ToolsOfServer>();
    for (const [slug, definitions] of approved) known.set(slug, await this.#classed(definitions, slices));
    const unseen = [...slugs].filter((slug) => !approved.has(slug));
    const asked = await Promise.all(
      unseen.map(async (slug) => [slug, await listedBy(slug, services, snapshot, enough)] as const),
    );
    for (const [slug, definitions] of asked) {
      known.set(slug, definitions && (await this.#classed(definitions, slices)));
    }
    return known;
  }

  /** A tool that is approved in several forms, since its server shows different clients different ones, is all of them. */
  async #classed(definitions: readonly Defined[], slices: Slices): Promise<readonly InventoryTool[]> {
    const tools = new Map<string, InventoryTool>();
    for (const definition of definitions) {
      if (slices.over) await slices.rest();
      const tool = this.#class(definition);
      const other = tools.get(tool.name);
      tools.set(tool.name, other === undefined ? tool : both(other, tool));
    }
    return [...tools.values()];
  }

  #class({ server, tool: name, hash, text }: Defined): InventoryTool {
    const key = `${server} ${hash} ${name}`;
    const before = this.#classes.get(key);
    if (before !== undefined) return before;
    const definition: JsonValue = text === null ? {} : JSON.parse(text);
    const { category, severity, flags } = classify(definitionOf(server, name, definition));
    const classed = { name, category, severity, flags };
    if (this.#classes.size >= mostKept) this.#classes.clear();
    this.#classes.set(key, classed);
    return classed;
  }
}

async function listedBy(
  slug: string,
  { heard }: Services,
  snapshot: Snapshot,
  enough: Promise<unknown>,
): Promise<readonly Defined[] | undefined> {
  const config = snapshot.servers.get(slug)?.config;
  if (config === undefined || heard === undefined) return undefined;
  const table = await heard(config, enough);
  const tools = table && [...table.tools.values()];
  return tools?.map(({ name, hash, definition }) => ({
    server: slug,
    tool: name,
    hash,
    text: definition.toString('utf8'),
  }));
}

/** What is worse of either. */
function both(one: InventoryTool, other: InventoryTool): InventoryTool {
  const gravest = severities.indexOf(one.severity) < severities.indexOf(other.severity) ? other : one;
  return { ...gravest, flags: [...new Set([...one.flags, ...other.flags])] };
}

/** Whether these tools together make a way in, something private and a way out. */
export function isToxic(tools: readonly (InventoryTool & { readonly server: string })[]): boolean {
  return toxicFlow(tools) !== undefined;
}
