import type { ValkeyConnection } from './connect-valkey.ts';

/** What there is to know of a server before counters are trusted to it. */
export interface ValkeyFacts {
  /** Another one after each start, and of each server of a group: a failover changes it. */
  readonly run: string;
  /** How many keys this run of it has thrown away for want of memory. */
  readonly evicted: string;
}

/**
 * Whether counters may be kept in this server. All of it is read from INFO: many operators forbid CONFIG.
 *
 * @throws with a sentence that says what to change
 */
export async function checkServer(connection: ValkeyConnection): Promise<ValkeyFacts> {
  const info = readInfo(String(await connection.call('INFO')));
  const version = Number.parseInt(info.get('redis_version') ?? '0', 10);
  if (version < 7)
    throw new Error(`Valkey, or Redis from version 7 on, is needed; this is ${info.get('redis_version')}.`);
  if (info.get('cluster_enabled') !== '0') {
    throw new Error('This server is part of a cluster: counters need one primary, with replicas for failover.');
  }
  if (info.get('role') !== 'master') throw new Error('This server is a replica: counters need the primary.');
  const policy = info.get('maxmemory_policy');
  if (policy !== 'noeviction') {
    throw new Error(`This server forgets keys when memory is short (${policy}): set maxmemory-policy to noeviction.`);
  }
  const run = info.get('run_id');
  if (run === undefined) throw new Error('This server does not say which run of it this is.');
  return { run, evicted: info.get('evicted_keys') ?? '0' };
}

function readInfo(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\r\n').map((line) => [line.split(':', 1)[0] ?? '', line] as const);
  return new Map(lines.map(([name, line]) => [name, line.slice(name.length + 1)]));
}
