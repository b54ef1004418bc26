import { parentPort, workerData } from 'node:worker_threads';
import { giveWay, withoutProto } from '../../kernel/index.ts';
import { drainJournal, type HeldWriter } from '../filing/drain-journal.ts';
import { InTurn } from '../filing/in-turn.ts';
import { chainKeyRing, keyOf } from '../filing/key-of.ts';
import type { SqliteCalls, WorkerReady, WorkerStart } from '../filing/messages.ts';
import { serveStore } from '../filing/serve-store.ts';
import type { JournalPosition } from '../journal/segment.ts';
import { serveSql } from '../sql/serve-sql.ts';
import { liveCounters, sweepCounters } from './counter-rows.ts';
import { inTransaction, openDatabase, openDatabaseReadOnly } from './database.ts';
import { endedAmong, rememberEnded } from './ended-session-rows.ts';
import { migrate } from './migrate.ts';
import { recoverWriter } from './recover-writer.ts';
import { removeOld } from './remove-old.ts';
import { SqliteDrain } from './sqlite-drain.ts';
import { sweepUses } from './tool-use-rows.ts';
import { WriteTurn } from './write-turn.ts';
import { addWriter, readWriter, readWriters } from './writer-row.ts';

withoutProto();
giveWay();

/** The store worker: owns the connection. It recovers what dead processes left, then drains and answers until closed. */
const port = parentPort;
if (port === null) throw new Error('the store worker runs in a thread of its own');
const { dataFolder, keys: ring, writers }: WorkerStart = workerData;
const keys = new Map(ring.map(({ id, key }) => [id, key]));
const currentKey = ring[0]?.id ?? '';
const sweepEveryMs = 60_000;

const database = openDatabase(dataFolder);
/** The verbs' connection, where it lives here: this one's transactions are over in a moment, that one's take their time. */
const turn = new WriteTurn();
let connected = false;
let mine: (HeldWriter & { readonly drain: SqliteDrain }) | undefined;
const drains = new InTurn();
let swept = 0;

async function start(): Promise<WorkerReady> {
  migrate(database);
  for (const writer of writers) await recoverWriter(database, writer, keys, currentKey);
  const lastTime = Math.max(0, ...readWriters(database).map((row) => row.lastTime));
  const carriedOn = writers.find(({ name }) => (readWriter(database, name)?.key ?? currentKey) === currentKey);
  const counters = { at: lastTime, rows: liveCounters(database, lastTime) };
  return { writer: carriedOn?.name, lastTime, clockAhead: 0, counters };
}

async function drainTo(target: JournalPosition): Promise<null> {
  if (mine === undefined) throw new Error('no writer has begun');
  const { drain } = mine;
  await drainJournal(drain, mine, target);
  if (drain.lastTime < swept + sweepEveryMs) return null;
  swept = drain.lastTime;
  await turn.free();
  inTransaction(database, () => {
    sweepCounters(database, drain.lastTime);
    sweepUses(database, drain.lastTime);
  });
  return null;
}

const calls: SqliteCalls = {
  begin: async ({ name, folder }) => {
    await turn.free();
    if (readWriter(database, name) === undefined) addWriter(database, name, currentKey, 1);
    const drain = new SqliteDrain(database, name, keyOf(keys, currentKey, name), turn);
    mine = { name, folder, drain };
    return drain.position.segment;
  },
  drain: (target) => drains.run(() => drainTo(target)),
  counters: ({ now }) => ({ at: now, rows: liveCounters(database, now) }),
  query: async (filter) => (await import('./query-records.ts')).queryRecords(database, filter),
  heads: () => readWriters(database).map(({ name, seq, mac }) => ({ writer: name, seq, mac })),
  retain: (ask) => removeOld(database, keys, ask, turn),
  endSession: async ({ digest, until, now }) => {
    await turn.free();
    inTransaction(database, () => rememberEnded(database, digest, until, now));
    return null;
  },
  endedAmong: ({ digests }) => endedAmong(database, digests),
  verify: async ({ heads }) => {
    const { verifyInTurns } = await import('./verify-records.ts');
    // Over a connection of its own: what comes meanwhile is drained and answered between its steps.
    const reading = openDatabaseReadOnly(dataFolder);
    try {
      return await verifyInTurns(reading, chainKeyRing(keys, currentKey), heads);
    } finally {
      reading.close();
    }
  },
  connect: (verbs) => {
    if (connected) throw new Error('the verbs have their connection already');
    connected = true;
    verbs.on('close', () => {
      connected = false;
    });
    serveSql(verbs, () => openDatabase(dataFolder), turn);
    return null;
  },
  close: async () => {
    await drains.settled();
    database.close();
    port.close();
    return null;
  },
};

serveStore(port, start, calls);
