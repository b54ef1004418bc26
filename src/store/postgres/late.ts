import type { Clock } from '../../kernel/index.ts';
import type { PostgresState } from './inspect-postgres.ts';
import type { PostgresLimiter } from './limiter/postgres-limiter.ts';
import type { Notifier } from './notifier.ts';
import type { PostgresChannels } from './postgres-channels.ts';
import type { PostgresStates } from './postgres-states.ts';

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

/** What the gateways of one database tell each other, over its notices. Parameters as of {@link openPostgresNotifier}. */
export async function openPostgresChannels(
  url: string,
  onHealth: (healthy: boolean, cause?: unknown) => void,
): Promise<PostgresChannels> {
  const { PostgresChannels: OverNotices } = await import('./postgres-channels.ts');
  return new OverNotices(await openPostgresNotifier(url, onHealth));
}

/** Which request states may still be used, for all gateways of one database. @param url `postgres://…` */
export async function openPostgresStates(url: string): Promise<PostgresStates> {
  return (await import('./postgres-states.ts')).postgresStates(url);
}

/** How an installation's database is, to somebody who only looks. @param url `postgres://…` */
export async function inspectPostgres(url: string): Promise<PostgresState> {
  return (await import('./inspect-postgres.ts')).inspectPostgres(url);
}
