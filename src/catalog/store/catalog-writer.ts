import type { DatabaseSync } from 'node:sqlite';
import { Catalog } from './catalog.ts';
import { Importer } from './importer.ts';
import { openForWriting } from './open-database.ts';
import { putOverride, readOverrides, removeOverride } from './override.ts';
import type { Override, ServerRecord } from './record.ts';
import { recordsIn } from './records-in.ts';

/** The catalogue, open for imports and overrides. Not for the request path: an import holds the thread for seconds. */
export class CatalogWriter {
  readonly #database: DatabaseSync;

  /** @throws Error when a newer Toolgate wrote the file */
  constructor(dataFolder: string) {
    this.#database = openForWriting(dataFolder);
  }

  /** One at a time. */
  importer(): Importer {
    return new Importer(this.#database);
  }

  reader(): Catalog {
    return new Catalog(this.#database);
  }

  override(override: Override): void {
    putOverride(this.#database, override);
  }

  removeOverride(server: string, tool: string): void {
    removeOverride(this.#database, server, tool);
  }

  overrides(): Override[] {
    return readOverrides(this.#database);
  }

  /** Every server as its first source told of it, with the definitions in force: what a bundle holds. */
  records(): Iterable<ServerRecord> {
    return recordsIn(this.#database);
  }

  /** Where a synchronisation with a source goes on. */
  syncState(source: string): string | undefined {
    const row = this.#database.prepare('SELECT state FROM sync_state WHERE source = ?').get(source);
    return row === undefined ? undefined : String(row.state);
  }

  keepSyncState(source: string, state: string): void {
    this.#database.prepare('INSERT OR REPLACE INTO sync_state (source, state) VALUES (?, ?)').run(source, state);
  }

  close(): void {
    this.#database.exec('PRAGMA optimize');
    this.#database.close();
  }
}
