import type { DatabaseSync } from 'node:sqlite';
import { sha256Jcs } from '../../protocol/index.ts';
import type { Differences, ServerRecord } from './record.ts';
import { refreshCounts } from './refresh-counts.ts';
import { ServerRows } from './server-rows.ts';
import { standingOf } from './standing.ts';
import { ToolRows } from './tool-rows.ts';

/** Servers of one transaction: an import that is broken off loses no more than the last ones. */
const batch = 1_000;
const indexes = ['tool_search', 'server_search'] as const;
/** Pieces of an index on one level that FTS5 merges as it goes, unless told otherwise. */
const usualMerge = 4;
/** New definitions after which the whole index is put into one piece. */
const many = 20_000;

/**
 * Takes records into the catalogue. What a source says of a server is kept beside what others say of it; what is shown
 * is the word of the source that counts most. The same records again change nothing but when they were last seen.
 */
export class Importer {
  readonly #database: DatabaseSync;
  readonly #servers: ServerRows;
  readonly #tools: ToolRows;
  readonly #differences = {
    servers: { added: 0, changed: 0, unchanged: 0 },
    tools: { added: 0, changed: 0, unchanged: 0, removed: 0 },
  };
  #pending = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    for (const index of indexes) {
      // Words are gathered for longer before a piece of the index is written, and pieces are merged at the end.
      configure(database, index, 'hashsize', 32 * 1024 * 1024);
      configure(database, index, 'automerge', 0);
    }
    this.#servers = new ServerRows(database);
    this.#tools = new ToolRows(database);
  }

  /** Takes one server with what its source lists of its tools. */
  add(record: ServerRecord): void {
    if (this.#pending === 0) this.#database.exec('BEGIN IMMEDIATE');
    this.#pending += 1;
    try {
      this.#take(record);
    } catch (error) {
      this.#database.exec('ROLLBACK');
      this.#pending = 0;
      throw error;
    }
    if (this.#pending === batch) this.commit();
  }

  /** What has been taken so far stays, whatever happens next. */
  commit(): void {
    if (this.#pending > 0) this.#database.exec('COMMIT');
    this.#pending = 0;
  }

  /** Ends the import: counts and the vocabulary of the search are made anew. */
  finish(): Differences {
    this.commit();
    this.#database.exec('BEGIN IMMEDIATE');
    const { tools } = this.#differences;
    for (const index of indexes) {
      configure(this.#database, index, 'automerge', usualMerge);
      // After a few changes the pieces are merged as they come; after many a search would look into all of them.
      if (tools.added + tools.changed >= many) {
        this.#database.exec(`INSERT INTO ${index} (${index}) VALUES ('optimize')`);
      }
    }
    refreshCounts(this.#database);
    this.#database.exec('COMMIT');
    return this.#differences;
  }

  #take(record: ServerRecord): void {
    const { tools, ...server } = record;
    const { fetchedAt: _, ...source } = record.provenance;
    const hash = sha256Jcs(JSON.parse(JSON.stringify({ ...server, provenance: source })));
    const found = this.#servers.find(record);
    const standing = standingOf(record.provenance.source, record.summary !== undefined);
    const origin = this.#servers.put(record, found, hash, standing);
    const change = found.server === undefined ? 'added' : origin.changed ? 'changed' : 'unchanged';
    this.#differences.servers[change] += 1;
    if (tools === undefined) return;
    for (const tool of tools) {
      const done = this.#tools.put(tool, { server: origin.server, name: record.name, origin: origin.id, record });
      this.#differences.tools[done] += 1;
    }
    this.#differences.tools.removed += this.#tools.removeUnseen(origin.server, origin.id, record.provenance.fetchedAt);
  }
}

/** Sets an option of an FTS5 index; it is kept in the file. */
function configure(
  database: DatabaseSync,
  index: (typeof indexes)[number],
  option: 'hashsize' | 'automerge',
  value: number,
): void {
  database.exec(`INSERT INTO ${index} (${index}, rank) VALUES ('${option}', ${value})`);
}
