import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { inTransaction } from '../database.ts';
import { schema, schemaVersion } from './schema.ts';

/** A statement's text → the statement. Prepared once, found by the text that stands where it is used. */
export interface SharedFile {
  all(sql: string, ...values: SQLInputValue[]): Record<string, unknown>[];
  get(sql: string, ...values: SQLInputValue[]): Record<string, unknown> | undefined;
  run(sql: string, ...values: SQLInputValue[]): number;
  /**
   * Runs `work` as one transaction that nobody writes beside. It is on the disk when this returns; should anything
   * throw, or the process die, none of it has happened.
   */
  exclusively<T>(work: () => T): T;
  close(): void;
}

/** How long a transaction waits for those of other processes, in ms. */
const patienceMs = 5_000;

/**
 * @throws when the file cannot be opened or has another version
 */
export function openSharedFile(path: string): SharedFile {
  const database = new DatabaseSync(path, { timeout: patienceMs });
  try {
    prepare(database);
  } catch (error) {
    database.close();
    throw error;
  }
  const statements = new Map<string, StatementSync>();
  const statement = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const fresh = database.prepare(sql);
    statements.set(sql, fresh);
    return fresh;
  };
  return {
    all: (sql, ...values) => statement(sql).all(...values),
    get: (sql, ...values) => statement(sql).get(...values),
    run: (sql, ...values) => Number(statement(sql).run(...values).changes),
    exclusively: (work) => inTransaction(database, work),
    close: () => database.close(),
  };
}

function prepare(database: DatabaseSync): void {
  becomeWal(database);
  database.exec('PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF');
  inTransaction(database, () => {
    const { user_version: version } = database.prepare('PRAGMA user_version').get() ?? {};
    if (version === schemaVersion) return;
    if (version !== 0) throw new Error(`the limits file has version ${String(version)}, expected ${schemaVersion}`);
    database.exec(schema);
    database.exec(`PRAGMA user_version = ${schemaVersion}`);
  });
}

/** Two processes that open a new file at once: SQLite does not wait for the other's change of the journal mode. */
function becomeWal(database: DatabaseSync): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 1; ; attempt++) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (attempt === 50) throw error;
      Atomics.wait(pause, 0, 0, 20);
    }
  }
}
