import type pg from 'pg';
import { type ConnectionOptions, connectionConfig } from './database-url.ts';
import { Pulse } from './pulse.ts';

/** @param most connections at a time. @throws SqlError when the URL is none */
export function newPool(url: string, most: number, options: ConnectionOptions = {}): pg.Pool {
  const config = connectionConfig(url, options);
  const pool = Pulse.watch(url, { ...config, max: most, idleTimeoutMillis: 60_000, allowExitOnIdle: true });
  // An idle connection that is lost is replaced by the next one that is needed.
  pool.on('error', () => undefined);
  // One that is lost while it is in use is told of by the statement that it was lost under.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
