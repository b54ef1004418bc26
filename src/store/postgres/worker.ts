import { parentPort, workerData } from 'node:worker_threads';
import { anchoredClock, giveWay, withoutProto } from '../../kernel/index.ts';
import { drainJournal, type HeldWriter, recoverJournal } from '../filing/drain-journal.ts';
import { InTurn } from '../filing/in-turn.ts';
import { chainKeyRing, keyOf } from '../filing/key-of.ts';
import type { WorkerCalls, WorkerReady, WorkerStart } from '../filing/messages.ts';
import { serveStore } from '../filing/serve-store.ts';
import { listSegments } from '../journal/recover.ts';
import type { JournalPosition } from '../journal/segment.ts';
import { clockAhead } from './clock-ahead.ts';
import { liveCounters, sweepCounters } from './counter-rows.ts';
import { endedAmong, rememberEnded } from './ended-session-rows.ts';
import { newPool } from './new-pool.ts';
import { PostgresDrain } from './postgres-drain.ts';
import { prepareDatabase } from './prepare-database.ts';
import { queryPostgres } from './query-postgres.ts';
import { requireInstallationKey } from './require-installation-key.ts';
import { retainDays } from './retain-days.ts';
import { sweepUses } from './tool-use-rows.ts';
import { addWriter, asking, readWriter, readWriters } from './writer-rows.ts';

withoutProto();
giveWay();

/** The store worker on PostgreSQL: recovers what dead processes left on this disk, then drains and answers until closed. */
const port = parentPort;
if (port === null) throw new Error('the store worker runs in a thread of its own');
const { database: url = '', keys: ring, writers }: WorkerStart = workerData;
const keys = new Map(ring.map(({ id, key }) => [id, key]));
const currentKey = ring[0]?.id ?? '';
const upkeepMs = 60_000;

/** A drain, a question and a walk through the chains may be under way at once. */
const pool = newPool(url, 3);
const sql = asking(pool);
let mine: (HeldWriter & { readonly drain: PostgresDrain }) | undefined;
let kept = 0;
const drains = new InTurn();

async function start(): Promise<WorkerReady> {
  await prepareDatabase(pool);
  const known = await readWriters(sql);
  requireInstallationKey(known, keys);
  for (const writer of writers) await recover(writer);
  const rows = await readWriters(sql);
  const lastTime = Math.max(0, ...rows.map((row) => row.lastTime));
  const keyUsed = new Map(rows.map(({ name, key }) => [name, key]));
  const carriedOn = writers.find(({ name }) => (keyUsed.get(name) ?? currentKey) === currentKey);
  const counters = { at: lastTime, rows: await liveCounters(sql, lastTime) };
  const { ahead } = await clockAhead((statement) => sql.query(statement), anchoredClock());
  return { writer: carriedOn?.name, lastTime, clockAhead: ahead, counters };
}

async function recover(writer: HeldWriter): Promise<void> {
  const { name, folder } = writer;
  if ((await readWriter(sql, name)) === undefined) {
    const [first] = listSegments(folder);
    if (first === undefined) return;
    await addWriter(sql, name, currentKey, first);
  }
  const key = (await readWriter(sql, name))?.key ?? '';
  await recoverJournal(await PostgresDrain.open(pool, name, keyOf(keys, key, name)), writer);
}

/** What has to be done now and then: tables for the days to come, and room. */
async function keepUp(now: number): Promise<void> {
  if (now < kept + upkeepMs) return;
  await sql.query('SELECT toolgate_make_days(7)');
  await sweepCounters(sql, now);
  await sweepUses(sql, now);
  // A state is good for ten minutes, by a clock that may be an hour behind.
  await sql.query(`DELETE FROM spent_state WHERE spent_at < clock_timestamp() - interval '2 hours'`);
  kept = now;
}

async function drainTo(target: JournalPosition): Promise<null> {
  if (mine === undefined) throw new Error('no writer has begun');
  const { drain } = mine;
  await drain.refresh();
  await keepUp(drain.lastTime);
  await drainJournal(drain, mine, target);
  return null;
}

const calls: WorkerCalls = {
  begin: async ({ name, folder }) => {
    if ((await readWriter(sql, name)) === undefined) await addWriter(sql, name, currentKey, 1);
    const drain = await PostgresDrain.open(pool, name, keyOf(keys, currentKey, name));
    mine = { name, folder, drain };
    return drain.position.segment;
  },
  drain: (target) => drains.run(() => drainTo(target)),
  counters: async ({ now }) => ({ at: now, rows: await liveCounters(sql, now) }),
  query: (filter) => queryPostgres(pool, filter),
  heads: async () => (await readWriters(sql)).map(({ name, seq, mac }) => ({ writer: name, seq, mac })),
  retain: (ask) => retainDays(pool, keys, ask),
  endSession: async ({ digest, until, now }) => {
    await rememberEnded(sql, digest, until, now);
    return null;
  },
  endedAmong: ({ digests }) => endedAmong(sql, digests),
  verify: async ({ heads }) => {
    const { verifyPostgres } = await import('./verify-postgres.ts');
    return verifyPostgres(pool, chainKeyRing(keys, currentKey), heads);
  },
  close: async () => {
    await drains.settled();
    await pool.end();
    port.close();
    return null;
  },
};

serveStore(port, start, calls);
