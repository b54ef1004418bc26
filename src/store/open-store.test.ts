import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { CallRecord, Intent } from '../audit/index.ts';
import { manualClock } from '../kernel/index.ts';
import { KeyRing } from '../seal/index.ts';
import { openAuditReader } from './open-audit-reader.ts';
import { openStore, type Store, type StoreOptions } from './open-store.ts';
import type { Sql } from './sql/open-sql.ts';

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
  expect(await second.counters()).toEqual({
    at: 1_400,
    rows: [{ key: 'k', windowMs: 60_000, at: 1_400, amount: 2_000_000 }],
  });
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

describe('where processes share the folder', () => {
  const database = (): string => join(folder, 'toolgate.db');

  /** One process that makes a call and ends in order. */
  async function callOnce(requestId: string, options: Partial<StoreOptions> = {}): Promise<Store> {
    const store = await open(options);
    const journal = await store.openJournal(manualClock(1_000));
    await journal.intent(intent(requestId), true);
    await journal.record(record(requestId));
    await close(store);
    return store;
  }
  async function kept(where = folder): Promise<{ ids: string[]; findings: readonly unknown[] }> {
    const reader = openAuditReader(where);
    const stored = await reader.query(allCalls);
    const { findings } = await reader.verify(ring, []);
    await reader.close();
    return { ids: stored.map(({ text }) => JSON.parse(text).requestId), findings };
  }

  test('the journal needs no thread: the database is opened with the first drain', async () => {
    const store = await open();
    const journal = await store.openJournal(manualClock(1_000));
    await journal.intent(intent('r1'), true);
    expect(existsSync(database())).toBe(false);
    await store.drained();
    expect(existsSync(database())).toBe(true);
  });

  test('one process after the other carries the chain on', async () => {
    const writers = new Set<string>();
    for (const id of ['r1', 'r2', 'r3']) writers.add((await callOnce(id)).writer);
    expect(writers.size).toBe(1);
    expect(await kept()).toEqual({ ids: ['r1', 'r2', 'r3'], findings: [] });
    const last = await open();
    expect(last.lastTime).toBe(1_000);
    await close(last);
    expect(await kept()).toEqual({ ids: ['r1', 'r2', 'r3'], findings: [] });
  });

  test.each(['before anything of it was drained', 'after its intent was drained'])(
    'what a process that was killed %s has left is taken over at the start',
    async (when) => {
      await callOnce('r1');
      const store = await open();
      const journal = await store.openJournal(manualClock(2_000));
      await journal.intent(intent('r2', 2_000), true);
      if (when.startsWith('after')) await store.drained();
      const dead = mkdtempSync(join(tmpdir(), 'toolgate-dead-'));
      onTestFinished(() => rmSync(dead, { recursive: true }));
      cpSync(folder, dead, { recursive: true });
      const next = await openStore(dead, { mode: 'shared', keys: () => ring });
      expect(next.lastTime).toBe(2_000);
      await next.close();
      expect(await kept(dead)).toEqual({ ids: ['r1', 'r2'], findings: [] });
    },
  );

  test('a chain under another key is told of at the start, and carried on by nobody', async () => {
    const other = new KeyRing([Buffer.alloc(32, 8)]);
    const first = await callOnce('r1');
    await expect(open({ keys: () => other })).rejects.toThrow(/is not the one given/);
    const second = await callOnce('r2', { keys: () => new KeyRing([Buffer.alloc(32, 8), Buffer.alloc(32, 7)]) });
    expect(second.writer).not.toBe(first.writer);
  });

  test('a database of a newer version stops the start', async () => {
    await callOnce('r1');
    const newer = new DatabaseSync(database());
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    await expect(open()).rejects.toThrow(/newer version of toolgate/);
  });
});

describe('verbs in the thread of the store', () => {
  const failures = (sql: Sql) => sql.selectFrom('login_failure').select('subject').execute();
  const fail = (sql: Sql, subject: string) =>
    sql.insertInto('login_failure').values({ subject, count: 1, last_at: 0 }).execute();

  test('a record waits for the end of a transaction, and the transaction for no record', async () => {
    const store = await open({ mode: 'exclusive' });
    const sql = await store.openSql();
    const journal = await store.openJournal(manualClock(1_000));
    let filed: Promise<void> | undefined;
    await sql.transaction().execute(async (tx) => {
      await fail(tx, 'a');
      await journal.record(record('r1'));
      filed = store.drained();
      // Answered although a record is to be written by the same thread, and before that is.
      expect(await failures(tx)).toHaveLength(1);
      expect(await store.query(allCalls)).toEqual([]);
    });
    await filed;
    expect(await store.query(allCalls)).toHaveLength(1);
    await sql.destroy();
  });

  test('one that is broken off is undone, and keeps nothing from being written', async () => {
    const store = await open({ mode: 'exclusive' });
    const sql = await store.openSql();
    const journal = await store.openJournal(manualClock(1_000));
    const begun = Promise.withResolvers<void>();
    const never = sql.transaction().execute(async (tx) => {
      await fail(tx, 'a');
      begun.resolve();
      await new Promise(() => {});
    });
    never.catch(() => {});
    await begun.promise;
    await sql.destroy();
    await journal.record(record('r1'));
    await store.drained();
    expect(await store.query(allCalls)).toHaveLength(1);
    const again = await store.openSql();
    expect(await failures(again)).toEqual([]);
    await again.destroy();
  });

  test('there is one connection at a time', async () => {
    const store = await open({ mode: 'exclusive' });
    const sql = await store.openSql();
    await expect(store.openSql()).rejects.toThrow('connection already');
    await sql.destroy();
  });

  test('both write much at once, and all of it is there', async () => {
    const store = await open({ mode: 'exclusive' });
    const sql = await store.openSql();
    const journal = await store.openJournal(manualClock(1_000));
    const many = Array.from({ length: 60 }, (_, n) => n);
    const verbs = (async () => {
      for (const n of many) {
        await sql.transaction().execute(async (tx) => {
          await fail(tx, `a${n}`);
          await fail(tx, `b${n}`);
        });
      }
    })();
    const calls = (async () => {
      for (const n of many) {
        await journal.record(record(`r${n}`));
        await store.drained();
      }
    })();
    await Promise.all([verbs, calls, store.verify()]);
    expect(await failures(sql)).toHaveLength(2 * many.length);
    expect(await store.query(allCalls)).toHaveLength(many.length);
    expect((await store.verify()).findings).toEqual([]);
    await sql.destroy();
  });
});
