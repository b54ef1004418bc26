import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Finding } from '../../definitions/index.ts';
import type { JsonObject } from '../../protocol/index.ts';
import { type Classification, classify } from '../classify/classify.ts';
import { definitionOf } from '../classify/definition-of.ts';
import type { RecommendedTool } from '../recommend/plan-tool.ts';
import { maybe, provenanceOf, type SqlRow, serverColumns, serverLine, toolColumns, toolLine } from './lines.ts';
import { openForReading } from './open-database.ts';
import { readOverride } from './override.ts';
import type { Package } from './record.ts';
import { type Query, Search } from './search.ts';
import { toolSlug } from './slug.ts';
import type { CatalogServer, Change, SearchResult, ServerLine, ToolLine, ToolView } from './views.ts';

const mostTools = 2_000;
const mostChanges = 20;

/** Which servers a list wants. */
export interface ServersAsked {
  /** Those with a greater id. */
  readonly after: number;
  readonly limit: number;
  /** Those whose name has this in it, in any case. */
  readonly named?: string | undefined;
  /** Those that a source has spoken of since, ms since the epoch; with it, those that are gone as well. */
  readonly since?: number | undefined;
}

type ServerRow = ServerLine & { readonly id: number; readonly lastSeen: number };

/** Reads the catalogue. Every answer takes milliseconds, whatever was imported; nothing is written. */
export class Catalog {
  readonly #database: DatabaseSync;
  readonly #search: Search;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#search = new Search(database);
  }

  /** @throws the driver's error when nothing was ever imported into this folder */
  static open(dataFolder: string): Catalog {
    return new Catalog(openForReading(dataFolder));
  }

  close(): void {
    this.#database.close();
  }

  search(query: Query): SearchResult {
    return this.#search.find(query);
  }

  /** How much is shown. */
  size(): { readonly servers: number; readonly tools: number; readonly lastId: number } {
    const row = this.#get(
      "SELECT count(*) AS servers, coalesce(max(id), 0) AS last_id FROM server WHERE status <> 'deleted'",
    );
    const tools = this.#get('SELECT coalesce(sum(tools), 0) AS tools FROM facet_count');
    return { servers: Number(row?.servers), tools: Number(tools?.tools), lastId: Number(row?.last_id) };
  }

  /** Servers in the order of their ids, for lists that go through all. */
  servers({ after, limit, named = '', since = 0 }: ServersAsked): readonly ServerRow[] {
    return this.#all(
      `SELECT ${serverColumns}, s.last_seen FROM server AS s
       WHERE s.id > ? AND (s.status <> 'deleted' OR ? > 0) AND instr(lower(s.name), lower(?)) > 0 AND s.last_seen >= ?
       ORDER BY s.id LIMIT ?`,
      after,
      since,
      named,
      since,
      limit,
    ).map((row) => ({ ...serverLine(row), id: Number(row.id), lastSeen: Number(row.last_seen) }));
  }

  largestServers(limit: number): readonly ServerLine[] {
    return this.#all(
      `SELECT ${serverColumns} FROM server AS s WHERE s.status <> 'deleted' ORDER BY s.tools DESC, s.id LIMIT ?`,
      limit,
    ).map(serverLine);
  }

  /** Servers with this name; a name alone may be borne by several. */
  serversNamed(name: string): readonly string[] {
    return this.#all('SELECT slug FROM server WHERE name = ? ORDER BY standing DESC, id', name).map((row) =>
      String(row.slug),
    );
  }

  /** Tools with exactly this name on any server, at most so many. */
  toolsNamed(name: string, limit: number): readonly ToolLine[] {
    return this.#all(
      `SELECT ${toolColumns} FROM tool AS t JOIN server AS s ON s.id = t.server
       WHERE t.name = ? AND t.removed_at IS NULL LIMIT ?`,
      name,
      limit,
    ).map(toolLine);
  }

  server(slug: string): CatalogServer | undefined {
    const row = this.#get('SELECT * FROM server WHERE slug = ?', slug);
    if (row === undefined) return undefined;
    const id = Number(row.id);
    return {
      ...serverLine(row),
      version: maybe(row.version),
      homepage: maybe(row.homepage),
      repository: maybe(row.repository),
      subfolder: String(row.subfolder),
      packages: JSON.parse(String(row.packages)) as Package[],
      note: maybe(row.note),
      status: String(row.status),
      bytes: Number(row.bytes),
      firstSeen: Number(row.first_seen),
      lastSeen: Number(row.last_seen),
      origins: this.#all('SELECT * FROM origin WHERE server = ? ORDER BY fetched_at DESC LIMIT 50', id).map(
        provenanceOf,
      ),
      list: this.#all(
        `SELECT ${toolColumns} FROM tool AS t JOIN server AS s ON s.id = t.server
         WHERE t.server = ? AND t.removed_at IS NULL ORDER BY t.name LIMIT ${mostTools}`,
        id,
      ).map(toolLine),
      changes: this.#all(
        `SELECT t.name, d.hash, d.version, d.first_seen, d.last_seen, o.source FROM definition AS d
         JOIN tool AS t ON t.id = d.tool JOIN origin AS o ON o.id = d.origin
         WHERE t.server = ? AND d.first_seen > t.first_seen ORDER BY d.first_seen DESC LIMIT ${mostChanges}`,
        id,
      ).map(changeOf),
    };
  }

  tool(serverSlug: string, slug: string): ToolView | undefined {
    const name = slug.startsWith('~') ? this.#nameOf(serverSlug, slug) : slug;
    const row = this.#get(
      `SELECT ${toolColumns}, t.hash, t.first_seen, t.last_seen, t.removed_at, d.text, d.given, d.findings,
         o.key, o.url, o.commit_id, o.licence, o.fetched_at
       FROM server AS s JOIN tool AS t ON t.server = s.id JOIN origin AS o ON o.id = t.origin
       JOIN definition AS d ON d.tool = t.id AND d.hash = t.hash WHERE s.slug = ? AND t.name = ?`,
      serverSlug,
      name,
    );
    if (row === undefined) return undefined;
    const line = toolLine(row);
    const definition = JSON.parse(String(row.text)) as JsonObject;
    const given = maybe(row.given);
    return {
      ...line,
      definition,
      hash: String(row.hash),
      judged:
        given === undefined
          ? classify(definitionOf(line.server.name, line.name, definition))
          : (JSON.parse(given) as Classification),
      judgedWhole: given !== undefined,
      override: line.overridden ? readOverride(this.#database, line.server.name, line.name) : undefined,
      findings: JSON.parse(maybe(row.findings) ?? '[]') as Finding[],
      origin: provenanceOf(row),
      firstSeen: Number(row.first_seen),
      lastSeen: Number(row.last_seen),
      removedAt: row.removed_at === null ? undefined : Number(row.removed_at),
      history: this.#all(
        `SELECT ? AS name, d.hash, d.version, d.first_seen, d.last_seen, o.source FROM definition AS d
         JOIN origin AS o ON o.id = d.origin WHERE d.tool = ? ORDER BY d.first_seen DESC LIMIT ${mostChanges}`,
        line.name,
        Number(row.id),
      ).map(changeOf),
    };
  }

  /** The definitions of all tools that a server lists. */
  definitions(slug: string): readonly { readonly name: string; readonly definition: JsonObject }[] {
    return this.#listed(slug).map((row) => ({
      name: String(row.name),
      definition: JSON.parse(String(row.text)) as JsonObject,
    }));
  }

  /** The tools that a server lists, as far as a recommended policy needs them. */
  recommendable(slug: string): readonly RecommendedTool[] {
    return this.#listed(slug).map((row) => {
      const { name, category, severity, flags } = toolLine(row);
      const { inputSchema } = JSON.parse(String(row.text)) as JsonObject;
      return { name, inputSchema, category, severity, flags };
    });
  }

  #listed(slug: string): SqlRow[] {
    return this.#all(
      `SELECT ${toolColumns}, d.text FROM server AS s JOIN tool AS t ON t.server = s.id
       JOIN definition AS d ON d.tool = t.id AND d.hash = t.hash
       WHERE s.slug = ? AND t.removed_at IS NULL ORDER BY t.name LIMIT ${mostTools}`,
      slug,
    );
  }

  #nameOf(serverSlug: string, slug: string): string {
    const names = this.#all(
      'SELECT t.name FROM server AS s JOIN tool AS t ON t.server = s.id WHERE s.slug = ?',
      serverSlug,
    );
    return names.map((row) => String(row.name)).find((name) => toolSlug(name) === slug) ?? slug;
  }

  #get(sql: string, ...values: (string | number)[]): SqlRow | undefined {
    return this.#prepared(sql).get(...values);
  }

  #all(sql: string, ...values: (string | number)[]): SqlRow[] {
    return this.#prepared(sql).all(...values);
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function changeOf(row: SqlRow): Change {
  const tool = String(row.name);
  return {
    tool,
    slug: toolSlug(tool),
    hash: String(row.hash),
    version: maybe(row.version),
    source: String(row.source),
    firstSeen: Number(row.first_seen),
    lastSeen: Number(row.last_seen),
  };
}
