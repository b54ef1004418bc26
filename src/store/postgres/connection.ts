import type pg from 'pg';
import { isBroken, postgresError } from './postgres-error.ts';

/** One of a pool's connections, for as long as somebody works with it. One that failed is never used again. */
export class PostgresConnection {
  readonly #client: pg.PoolClient;
  #broken = false;

  private constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  /** @throws SqlError */
  static async take(pool: pg.Pool): Promise<PostgresConnection> {
    try {
      return new PostgresConnection(await pool.connect());
    } catch (error) {
      throw postgresError(error);
    }
  }

  /** Runs one statement; several, separated by semicolons, where it has no parameters. @throws SqlError */
  async query(sql: string, parameters?: readonly unknown[]): Promise<pg.QueryResult> {
    try {
      return await (parameters === undefined ? this.#client.query(sql) : this.#client.query(sql, [...parameters]));
    } catch (error) {
      if (isBroken(error)) this.#broken = true;
      throw postgresError(error);
    }
  }

  /** Ends the transaction that is open on it; where nothing can be said over it any more, by closing it when it is released. */
  async rollBack(): Promise<void> {
    if (this.#broken) return;
    await this.query('ROLLBACK').catch(() => this.giveUp());
  }

  /** Ends what is open on it by closing it, when it is released. */
  giveUp(): void {
    this.#broken = true;
  }

  release(): void {
    this.#client.release(this.#broken);
  }
}

/**
 * Runs `work` in one transaction. Whether it was committed is not known when the connection is lost on the way: who needs
 * to know reads it again.
 *
 * @param begin may take a lock, too
 * @throws SqlError, and what `work` throws
 */
export async function transact<T>(
  pool: pg.Pool,
  work: (connection: PostgresConnection) => Promise<T>,
  begin = 'BEGIN',
): Promise<T> {
  const connection = await PostgresConnection.take(pool);
  try {
    await connection.query(begin);
    const result = await work(connection);
    await connection.query('COMMIT');
    return result;
  } catch (error) {
    // A lock that was waited for in vain leaves a transaction, too.
    await connection.rollBack();
    throw error;
  } finally {
    connection.release();
  }
}

/** Runs one statement outside of any transaction. @throws SqlError */
export async function ask(pool: pg.Pool, sql: string, parameters: readonly unknown[] = []): Promise<pg.QueryResult> {
  const connection = await PostgresConnection.take(pool);
  try {
    return await connection.query(sql, parameters);
  } finally {
    connection.release();
  }
}
