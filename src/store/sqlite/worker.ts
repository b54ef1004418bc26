import { parentPort, workerData } from 'node:worker_threads';
import { follow } from '../journal/follow.ts';
import type { Position } from '../journal/segment.ts';
import { liveCounters, sweepCounters } from './counter-rows.ts';
import { inTransaction, openDatabase } from './database.ts';
import { Drain } from './drain.ts';
import type { Answer, Ask, CallName, WorkerCalls, WorkerReady, WorkerStart } from './messages.ts';
import { migrate } from './migrate.ts';
import { keyOf, recoverWriter, removeDrained } from './recover-writer.ts';
import { retain, tooMuchBefore } from './retain.ts';
import { addWriter, readWriter, readWriters } from './writer-row.ts';

/** The store worker: owns the connection. It recovers what dead processes left, then drains and answers until closed. */
const port = parentPort;
if (port === null) throw new Error('the store worker runs in a thread of its own');
const { dataFolder, keys: ring, writers }: WorkerStart = workerData;
const keys = new Map(ring.map(({ id, key }) => [id, key]));
const currentKey = ring[0]?.id ?? '';
const sweepEveryMs = 60_000;

const database = openDatabase(dataFolder);
let mine: { readonly name: string; readonly folder: string; readonly drain: Drain } | undefined;
let swept = 0;

function start(): WorkerReady {
  migrate(database);
  for (const writer of writers) recoverWriter(database, writer, keys, currentKey);
  const lastTime = Math.max(0, ...readWriters(database).map((row) => row.lastTime));
  const carriedOn = writers.find(({ name }) => (readWriter(database, name)?.key ?? currentKey) === currentKey);
  return { writer: carriedOn?.name, lastTime, counters: { at: lastTime, rows: liveCounters(database, lastTime) } };
}

function drainTo(target: Position): void {
  if (mine === undefined) throw new Error('no writer has begun');
  const { name, folder, drain } = mine;
  while (drain.position.segment < target.segment) {
    drainSegment(folder, name, drain, undefined);
    drain.moveTo({ segment: drain.position.segment + 1, offset: 0 });
    removeDrained(folder, drain.position.segment);
  }
  if (drain.position.segment === target.segment) drainSegment(folder, name, drain, target.offset);
  if (drain.lastTime < swept + sweepEveryMs) return;
  swept = drain.lastTime;
  inTransaction(database, () => sweepCounters(database, drain.lastTime));
}

function drainSegment(folder: string, name: string, drain: Drain, upTo: number | undefined): void {
  for (const { batches, end } of follow(folder, name, drain.position, upTo)) {
    const lines = batches.flatMap((batch) => batch.lines);
    drain.apply(lines, { segment: drain.position.segment, offset: end });
  }
}

const calls: { readonly [N in CallName]: WorkerCalls[N] } = {
  begin: ({ name, folder }) => {
    if (readWriter(database, name) === undefined) addWriter(database, name, currentKey, 1);
    const drain = new Drain(database, name, keyOf(keys, currentKey, name));
    mine = { name, folder, drain };
    return drain.position.segment;
  },
  drain: (target) => {
    drainTo(target);
    return null;
  },
  query: async (filter) => (await import('./query-records.ts')).queryRecords(database, filter),
  heads: () => readWriters(database).map(({ name, seq, mac }) => ({ writer: name, seq, mac })),
  retain: (ask) => removeOld(ask),
  verify: async () => {
    const { verifyRecords } = await import('./verify-records.ts');
    const subkey = (_purpose: string, id: string = currentKey): Buffer => {
      const key = keys.get(id);
      if (key === undefined) throw new Error(`the secret key ${id} is not in the key ring`);
      return Buffer.from(key);
    };
    return verifyRecords(database, { subkey }, []);
  },
  close: () => {
    database.close();
    port.close();
    return null;
  },
};

/** In small steps: whoever else wants to write has a turn after each, and so has the drain. */
async function removeOld({ before, now, maxBytes }: Parameters<WorkerCalls['retain']>[0]): Promise<number> {
  let removed = 0;
  for (let until = before; ; ) {
    for (const row of readWriters(database)) {
      if (!keys.has(row.key)) continue;
      for (;;) {
        const step = retain(database, row, keyOf(keys, row.key, row.name), until, now);
        if (step === 0) break;
        removed += step;
        await new Promise(setImmediate);
      }
    }
    const tooOld = maxBytes === undefined ? undefined : tooMuchBefore(database, maxBytes);
    // What is left of the oldest writer is its head alone, or it is no longer too much.
    if (tooOld === undefined || tooOld <= until) return removed;
    until = tooOld;
  }
}

function answer(ask: Ask): unknown {
  // The names are our own and come from the typed client; each call's argument is what its name says.
  const call = calls[ask.name] as (argument: unknown) => unknown;
  return call(ask.argument);
}

async function reply(id: number, work: () => unknown): Promise<void> {
  let message: Answer;
  try {
    message = { id, ok: true, value: await work() };
  } catch (error) {
    const { name, message: text } = error instanceof Error ? error : new Error(String(error));
    message = { id, ok: false, name, message: text };
  }
  port?.postMessage(message);
}

port.on('message', (ask: Ask) => void reply(ask.id, () => answer(ask)));
void reply(0, start);
