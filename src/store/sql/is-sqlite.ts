import { SqliteAdapter } from 'kysely';
import type { Sql } from './open-sql.ts';

/** Whether this is SQLite's database; else it is PostgreSQL's. */
export function isSqlite(sql: Sql): boolean {
  return sql.getExecutor().adapter instanceof SqliteAdapter;
}
