import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CallRecord, Intent } from '../audit/index.ts';
import { manualClock } from '../kernel/index.ts';
import { KeyRing } from '../seal/index.ts';
import { openStore, type Store, type StoreOptions } from './open-store.ts';

let folder: string;
let stores: Store[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-store-'));
});
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  stores = [];
  rmSync(folder, { recursive: true });
});

const ring = new KeyRing([Buffer.alloc(32, 7)]);
async function open(options: Partial<StoreOptions> = {}): Promise<Store> {
  const store = await openStore(folder, { mode: 'shared', keys: () => ring, ...options });
  stores.push(store);
  return store;
}
async function close(store: Store): Promise<void> {
  stores = stores.filter((other) => other !== store);
  await store.close();
}

const facts = {
  requestId: 'r1',
  time: 1_000,
  organization: 'default',
  grant: { id: 'g1', label: 'alice' },
  server: 'netdiag',
  method: 'tools/call',
  subject: 'tcp_connect',
};
const taken = [{ key: 'k', windowMs: 60_000, align: 'sliding', cost: 1_000_000 }] as const;
const intent = (requestId: string, takenAt = 1_000): Intent => ({
  ...facts,
  kind: 'intent',
  requestId,
  takenAt,
  taken,
});
const record = (requestId: string, more: Partial<CallRecord> = {}): CallRecord => ({
  ...facts,
  kind: 'call',
  requestId,
  outcome: 'allow',
  ms: 2,
  ...more,
});
const allCalls = { kind: 'call', order: 'oldest', limit: 1_000 } as const;

test('a call is one record, made of its intent and its ending', async () => {
  const store = await open();
  const journal = await store.openJournal(manualClock(1_000));
  await journal.intent(intent('r1'), true);
  await journal.record(record('r1', { upstream: { status: 'ok', ms: 1 } }));
  await store.drained();
  const [kept, ...more] = await store.query(allCalls);
  expect(more).toEqual([]);
  expect(JSON.parse(kept?.text ?? '')).toEqual({
    ...record('r1'),
    taken: [...taken],
    upstream: { status: 'ok', ms: 1 },
  });
});

test('counters, time and chain go on where they were', async () => {
  const first = await open();
  const journal = await first.openJournal(manualClock(1_000));
  await journal.intent(intent('r1', 1_200), false);
  await journal.intent(intent('r2', 1_300), false);
  await journal.intent(intent('r3', 1_400), false);
  await journal.record(record('r2', { outcome: 'error', code: 'upstream_unavailable', givenBack: true }));
  await journal.record(record('r3'));
  await close(first);

  const second = await open();
  expect(second.writer).toBe(first.writer);
  expect(second.lastTime).toBe(1_400);
  expect(second.counters).toEqual({ at: 1_400, rows: [{ key: 'k', windowMs: 60_000, at: 1_400, amount: 2_000_000 }] });
  const calls = await second.query(allCalls);
  expect(
    calls
      .map(({ text }) => JSON.parse(text))
      .map(({ requestId, outcome, interrupted }) => [requestId, outcome, interrupted]),
  ).toEqual([
    ['r2', 'error', undefined],
    ['r3', 'allow', undefined],
    ['r1', 'error', true],
  ]);
});
