import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type pg from 'pg';
import { verbLock } from './locks.ts';
import { isBroken, postgresError } from './postgres-error.ts';

/**
 * Kysely's way to PostgreSQL: a pool of connections, of which one that failed is never used again. Transactions follow
 * one another, here and in every other process, by a lock of the server that ends with them: what `BEGIN IMMEDIATE` is to
 * SQLite. So what a verb has read is still true when it writes. What only reads waits for nobody.
 */
export class PoolDriver implements Driver {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PoolConnection> {
    try {
      return new PoolConnection(await this.#pool.connect());
    } catch (error) {
      throw postgresError(error);
    }
  }

  async beginTransaction(connection: PoolConnection): Promise<void> {
    // Both in one message; should the wait for the lock end without it, the connection is given up with the transaction.
    await connection.begin(`BEGIN; SELECT pg_advisory_xact_lock(${verbLock})`);
  }

  async commitTransaction(connection: PoolConnection): Promise<void> {
    await connection.run('COMMIT');
  }

  async rollbackTransaction(connection: PoolConnection): Promise<void> {
    // Where that fails the connection is gone, and the transaction with it.
    await connection.run('ROLLBACK').catch(() => undefined);
  }

  async releaseConnection(connection: PoolConnection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}

class PoolConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  #broken = false;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, command, rowCount } = await this.run(sql, parameters);
    const counts = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE';
    return { rows: rows as R[], ...(counts ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
  }

  async begin(sql: string): Promise<void> {
    try {
      await this.#client.query(sql);
    } catch (error) {
      this.#broken = true;
      throw postgresError(error);
    }
  }

  async run(sql: string, parameters: readonly unknown[] = []): Promise<pg.QueryResult> {
    try {
      return await this.#client.query(sql, [...parameters]);
    } catch (error) {
      if (isBroken(error)) this.#broken = true;
      throw postgresError(error);
    }
  }

  release(): void {
    this.#client.release(this.#broken);
  }

  streamQuery(): never {
    throw new Error('results are read by pages here, never streamed');
  }
}
