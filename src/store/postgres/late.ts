import type { Clock } from '../../kernel/index.ts';
import type { PostgresState } from './inspect-postgres.ts';
import type { PostgresLimiter } from './limiter/postgres-limiter.ts';
import type { Notifier } from './notifier.ts';

/**
 * Limits that replicas share, in the installation's database.
 *
 * @param url `postgres://…` of a database that a store is open on. @param clock for durations
 */
export async function openPostgresLimiter(url: string, clock: Pick<Clock, 'monotonic'>): Promise<PostgresLimiter> {
  const { PostgresLimiter: Limiter } = await import('./limiter/postgres-limiter.ts');
  return new Limiter(url, clock);
}

/**
 * Notices between the processes of an installation on PostgreSQL.
 *
 * @param url `postgres://…`. @param onHealth told when notices cannot be heard, and when they can again
 */
export async function openPostgresNotifier(
  url: string,
  onHealth: (healthy: boolean, cause?: unknown) => void,
): Promise<Notifier> {
  return (await import('./notifier.ts')).openNotifier(url, onHealth);
}

/** How an installation's database is, to somebody who only looks. @param url `postgres://…` */
export async function inspectPostgres(url: string): Promise<PostgresState> {
  return (await import('./inspect-postgres.ts')).inspectPostgres(url);
}
