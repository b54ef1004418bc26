import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type pg from 'pg';
import { PostgresConnection } from './connection.ts';
import { verbLock } from './locks.ts';

/**
 * Kysely's way to PostgreSQL. Transactions follow one another, here and in every other process, by a lock of the server
 * that ends with them: what `BEGIN IMMEDIATE` is to SQLite. So what a verb has read is still true when it writes. What
 * only reads waits for nobody.
 */
export class PoolDriver implements Driver {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<PoolConnection> {
    return new PoolConnection(await PostgresConnection.take(this.#pool));
  }

  async beginTransaction({ own }: PoolConnection): Promise<void> {
    try {
      await own.query(`BEGIN; SELECT pg_advisory_xact_lock(${verbLock})`);
    } catch (error) {
      // The lock was waited for in vain: the transaction that was begun goes with the connection.
      own.giveUp();
      throw error;
    }
  }

  async commitTransaction({ own }: PoolConnection): Promise<void> {
    await own.query('COMMIT');
  }

  async rollbackTransaction({ own }: PoolConnection): Promise<void> {
    await own.rollBack();
  }

  async releaseConnection({ own }: PoolConnection): Promise<void> {
    own.release();
  }

  async destroy(): Promise<void> {
    await this.#pool.end();
  }
}

class PoolConnection implements DatabaseConnection {
  readonly own: PostgresConnection;

  constructor(own: PostgresConnection) {
    this.own = own;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, command, rowCount } = await this.own.query(sql, parameters);
    const counts = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE';
    return { rows: rows as R[], ...(counts ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
  }

  streamQuery(): never {
    throw new Error('results are read by pages here, never streamed');
  }
}
