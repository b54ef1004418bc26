import { sql } from 'kysely';
import type { Clock } from '../../kernel/index.ts';
import { type ClockAhead, clockAhead } from '../postgres/clock-ahead.ts';
import { isSqlite } from './is-sqlite.ts';
import type { Sql } from './open-sql.ts';

/**
 * How far the clock of the database's server is ahead of this one.
 *
 * @returns `undefined` for SQLite, which has no clock but the machine's
 * @throws SqlError
 */
export async function databaseClock(db: Sql, clock: Pick<Clock, 'now'>): Promise<ClockAhead | undefined> {
  if (isSqlite(db)) return undefined;
  return clockAhead((statement) => sql.raw<{ readonly now: number }>(statement).execute(db), clock);
}
