import type { Sql } from '../store/index.ts';

/** Where the control plane's chain of events stood when somebody looked: every change that is of consequence leaves one. */
export interface Stand {
  /** That of the configuration. */
  readonly version: number;
  /** Name of the chain. */
  readonly chain: string;
  /** Of its last event; 0 where there is none yet. */
  readonly seq: number;
  /** That event's, in hexadecimal digits. */
  readonly mac: string;
  /** When that was, ms since the epoch. */
  readonly time: number;
}

/** What is there now, as of one instant. */
export async function readStand(sql: Sql, chain: string): Promise<Stand> {
  const row = await sql
    .selectFrom('config_version')
    .leftJoin('writer', (join) => join.on('writer.name', '=', chain))
    .select(['config_version.version', 'writer.seq', 'writer.mac', 'writer.last_time as time'])
    .executeTakeFirst();
  if (row === undefined) throw new Error('the database has no configuration version');
  const { version, seq, mac, time } = row;
  return { version, chain, seq: seq ?? 0, mac: mac === null ? '' : hex(mac), time: time ?? 0 };
}

/**
 * Whether the database still has what was seen in it before. Numbers alone cannot tell: another change made since may bear
 * the number of one that was lost. An event's mac covers all that went before it.
 *
 * @param seen what was there
 * @param now what is there, read later
 */
export async function stillHas(sql: Sql, seen: Stand, now: Stand): Promise<boolean> {
  if (now.version < seen.version || now.seq < seen.seq) return false;
  if (seen.seq === 0) return true;
  if (now.seq === seen.seq) return now.mac === seen.mac;
  const of = await sql.selectFrom('writer').select('id').where('name', '=', seen.chain).executeTakeFirst();
  if (of === undefined) return false;
  const event = await sql
    .selectFrom('event')
    .select('mac')
    .where('writer', '=', of.id)
    .where('seq', '=', seen.seq)
    .executeTakeFirst();
  if (event !== undefined) return hex(event.mac) === seen.mac;
  // It may have been removed because it was old: then a signed cut says so.
  const cut = await sql
    .selectFrom('chain_cut')
    .select('seq')
    .where('writer', '=', of.id)
    .where('seq', '>=', seen.seq)
    .executeTakeFirst();
  return cut !== undefined;
}

/** As a mac stands in a {@link Stand}. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
