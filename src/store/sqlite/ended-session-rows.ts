import type { DatabaseSync } from 'node:sqlite';

/** Keeps that a session was ended, within the caller's transaction; what no id can be shown of any more is forgotten. */
export function rememberEnded(database: DatabaseSync, digest: string, until: number, now: number): void {
  database
    .prepare('INSERT INTO ended_session (digest, expires_at) VALUES (?, ?) ON CONFLICT DO NOTHING')
    .run(digest, until);
  database.prepare('DELETE FROM ended_session WHERE expires_at < ?').run(now);
}

/** @returns those of them that were ended */
export function endedAmong(database: DatabaseSync, digests: readonly string[]): string[] {
  const find = database.prepare('SELECT 1 FROM ended_session WHERE digest = ?');
  return digests.filter((digest) => find.get(digest) !== undefined);
}
