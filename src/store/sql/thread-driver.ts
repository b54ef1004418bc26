import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type { SqlValue } from './messages.ts';
import type { SqlThread } from './sql-thread.ts';

/**
 * Kysely's way to the thread: one connection, handed to one holder at a time in the order of asking. A transaction
 * holds it from its `BEGIN IMMEDIATE` to its end, so that inside a process transactions follow one another, and among
 * processes SQLite's write lock does the same. A transaction inside another one would wait for itself for ever; Kysely
 * refuses to begin one on a transaction, and verbs are given nothing else.
 */
export class ThreadDriver implements Driver {
  readonly #thread: SqlThread;
  readonly #connection: DatabaseConnection;
  readonly #queue: (() => void)[] = [];
  #held = false;

  constructor(thread: SqlThread) {
    this.#thread = thread;
    this.#connection = new ThreadConnection(thread);
  }

  async init(): Promise<void> {
    await this.#thread.ready;
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#held) {
      const turn = Promise.withResolvers<void>();
      this.#queue.push(turn.resolve);
      await turn.promise;
    }
    this.#held = true;
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {
    // With the write lock from the start: a transaction waits for others before it begins and never fails half-way.
    await this.#thread.run('BEGIN IMMEDIATE');
  }

  async commitTransaction(): Promise<void> {
    await this.#thread.run('COMMIT');
  }

  async rollbackTransaction(): Promise<void> {
    // After a full disk or a damaged page SQLite may have rolled back by itself.
    await this.#thread.run('ROLLBACK').catch(() => undefined);
  }

  async releaseConnection(): Promise<void> {
    const next = this.#queue.shift();
    if (next === undefined) this.#held = false;
    else next();
  }

  async destroy(): Promise<void> {
    await this.#thread.close();
  }
}

class ThreadConnection implements DatabaseConnection {
  readonly #thread: SqlThread;

  constructor(thread: SqlThread) {
    this.#thread = thread;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes } = await this.#thread.run(sql, parameters as readonly SqlValue[]);
    return { rows: rows as R[], ...(changes === undefined ? {} : { numAffectedRows: BigInt(changes) }) };
  }

  streamQuery(): never {
    throw new Error('results are read by pages here, never streamed');
  }
}
