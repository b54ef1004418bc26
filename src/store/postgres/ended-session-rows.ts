import type { Queryable } from './writer-rows.ts';

/** An id is of use by each gateway's own clock: one may be behind. */
const clocksDifferMs = 3_600_000;

/** Keeps that a session was ended; what no id can be shown of any more is forgotten. */
export async function rememberEnded(on: Queryable, digest: string, until: number, now: number): Promise<void> {
  await on.query('INSERT INTO ended_session (digest, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    digest,
    until + clocksDifferMs,
  ]);
  await on.query('DELETE FROM ended_session WHERE expires_at < $1', [now]);
}

/** @returns those of them that were ended */
export async function endedAmong(on: Queryable, digests: readonly string[]): Promise<string[]> {
  const { rows } = await on.query('SELECT digest FROM ended_session WHERE digest = ANY($1::text[])', [[...digests]]);
  return rows.map(({ digest }) => digest);
}
