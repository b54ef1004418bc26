import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import type { CallRecord, Intent } from '../../src/audit/index.ts';
import { manualClock } from '../../src/kernel/index.ts';
import { KeyRing } from '../../src/seal/index.ts';
import { openDatabaseReader, openStore, type Store } from '../../src/store/index.ts';
import { newDatabase, type TestDatabase } from './support/new-database.ts';
import { noPostgres, type PostgresServer, postgresPassword, startPostgres } from './support/start-postgres.ts';

const there = inject('postgres') !== undefined;
const ring = new KeyRing([Buffer.alloc(32, 7)]);
let server: PostgresServer;
let database: TestDatabase;
let folder: string;
const stores = new Set<Store>();

// A server of this file's own: it is stopped in the middle of things.
beforeAll(async () => {
  const started = there ? await startPostgres() : undefined;
  if (started !== undefined) server = started;
}, 120_000);
afterAll(() => server?.remove());
beforeEach(async ({ skip }) => {
  if (!there) return skip(noPostgres);
  folder = mkdtempSync(join(tmpdir(), 'toolgate-replica-'));
  database = await newDatabase(server.url);
});
afterEach(async () => {
  await Promise.allSettled([...stores].map((store) => store.close()));
  stores.clear();
  await database?.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** A replica: a folder of its own, one database. */
async function replica(name: string, more: { keys?: KeyRing; health?: (healthy: boolean) => void } = {}) {
  const { health } = more;
  const store = await openStore(join(folder, name), {
    mode: 'exclusive',
    keys: () => more.keys ?? ring,
    database: database.url,
    ...(health === undefined ? {} : { onStoreHealth: health }),
  });
  stores.add(store);
  const clock = manualClock(1_000);
  const journal = await store.openJournal(clock);
  return { store, journal, clock };
}

const taken = [{ key: 'k', windowMs: 60_000, align: 'sliding', cost: 1_000_000 }] as const;
const facts = (requestId: string) => ({
  requestId,
  time: 1_000,
  organization: 'default',
  grant: { id: 'g1', label: 'alice' },
  server: 'netdiag',
  method: 'tools/call',
  subject: 'tcp_connect',
});
const intent = (requestId: string): Intent => ({ ...facts(requestId), kind: 'intent', takenAt: 1_000, taken });
const record = (requestId: string, more: Partial<CallRecord> = {}): CallRecord => ({
  ...facts(requestId),
  kind: 'call',
  outcome: 'allow',
  ms: 2,
  ...more,
});
const allCalls = { kind: 'call', order: 'oldest', limit: 10_000 } as const;
const requestIds = async (store: Pick<Store, 'query'>): Promise<string[]> =>
  (await store.query(allCalls)).map(({ text }) => (JSON.parse(text) as CallRecord).requestId);

it('a call is one record, made of its intent and its ending, and found by what it is filed under', async () => {
  const { store, journal } = await replica('one');
  await journal.intent(intent('r1'), true);
  await journal.record(record('r1'));
  await journal.record(record('r2', { outcome: 'deny', code: 'unknown_tool', subject: 'odd\u0000\ud800name' }));
  await store.drained();
  expect(await requestIds(store)).toEqual(['r1', 'r2']);
  expect(await store.query({ ...allCalls, outcome: 'deny', grant: 'alice' })).toHaveLength(1);
  expect(await store.verify()).toMatchObject({ findings: [] });
  const reader = await openDatabaseReader(database.url);
  expect(await reader.heads()).toHaveLength(1);
  expect((await reader.verify(ring, await reader.heads())).findings).toEqual([]);
  await reader.close();
});

it('two replicas write a chain each, see each other, and what one left open is ended when it comes back', async () => {
  const [a, b] = [await replica('a'), await replica('b')];
  await a.journal.intent(intent('a1'), true);
  await b.journal.intent(intent('b1'), true);
  await b.journal.record(record('b1'));
  await Promise.all([a.store.drained(), b.store.drained()]);
  await a.store.close();
  stores.delete(a.store);
  const again = await replica('a');
  expect(again.store.writer).toBe(a.store.writer);
  const texts = (await again.store.query(allCalls)).map(({ text }) => JSON.parse(text) as CallRecord);
  expect(texts.map(({ requestId, interrupted = false }) => [requestId, interrupted])).toEqual([
    ['b1', false],
    ['a1', true],
  ]);
  expect(await again.store.counters()).toMatchObject({ rows: [{ key: 'k', amount: 2_000_000 }] });
  const { writers, findings } = await again.store.verify();
  expect(findings).toEqual([]);
  expect(writers).toHaveLength(2);
  await expect(replica('c', { keys: new KeyRing([Buffer.alloc(32, 9)]) })).rejects.toThrow(
    /not the one of the install/,
  );
});

it('a session that was ended at one replica is known to all, and to those that start later', async () => {
  const [a, b] = [await replica('a'), await replica('b')];
  const hour = 3_600_000;
  await a.store.endedSessions.remember('ended', 100, 1);
  await a.store.endedSessions.remember('ended', 100, 1);
  expect(await b.store.endedSessions.among(['another', 'ended'])).toEqual(['ended']);
  const { store } = await replica('c');
  expect(await store.endedSessions.among(['ended'])).toEqual(['ended']);
  // Another's clock may be an hour behind.
  await b.store.endedSessions.remember('later', 100 + 2 * hour, 100 + hour);
  expect(await a.store.endedSessions.among(['ended', 'later'])).toEqual(['ended', 'later']);
  await b.store.endedSessions.remember('last', 100 + 2 * hour, 101 + hour);
  expect(await a.store.endedSessions.among(['ended', 'later'])).toEqual(['later']);
});

it('nothing is lost and nothing doubled while the server crashes and comes back', async () => {
  const told: boolean[] = [];
  const { store, journal } = await replica('one', { health: (healthy) => told.push(healthy) });
  const wanted: string[] = [];
  const write = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const id = `r${wanted.length}`;
      wanted.push(id);
      await journal.intent(intent(id), i % 10 === 0);
      await journal.record(record(id));
    }
  };
  await write(300);
  await store.drained();
  await write(300);
  // In the middle of a drain, or just before or after one.
  const drained = store.drained().catch(() => undefined);
  await server.stop('immediate');
  await drained;
  // Calls go on: what they did is in the journal.
  await write(300);
  await expect(store.drained()).rejects.toThrow();
  const failed = await store.query(allCalls).catch((error: unknown) => error);
  expect(String(failed)).toContain('cannot be reached');
  expect(String(failed)).not.toContain(postgresPassword);
  await server.start();
  await expect
    .poll(
      () =>
        store.drained().then(
          () => true,
          () => false,
        ),
      { timeout: 20_000 },
    )
    .toBe(true);
  expect(await requestIds(store)).toEqual(wanted);
  expect((await store.verify()).findings).toEqual([]);
  expect(told.at(0) ?? false).toBe(false);
}, 90_000);

it('names what was changed, removed or cut off by somebody with the database', async () => {
  const { store, journal, clock } = await replica('one');
  for (const id of ['r1', 'r2', 'r3', 'r4']) await journal.record(record(id));
  await store.drained();
  const heads = await store.heads();
  await journal.record((await import('../../src/store/filing/checkpoint.ts')).checkpoint(heads, clock.now()));
  await store.drained();
  await database.run(`UPDATE call_record SET text = replace(text, '"ms":2', '"ms":3') WHERE seq = 2`);
  await database.run('DELETE FROM call_record WHERE seq = 3');
  await database.run(`UPDATE call_record SET label = 'mallory' WHERE seq = 1`);
  const { findings } = await store.verify();
  const problems = findings.toSorted((a, b) => a.seq - b.seq).map(({ seq, problem }) => [seq, problem]);
  expect(problems).toEqual([
    [1, 'edited'],
    [2, 'edited'],
    [3, 'removed'],
  ]);
});

it('a chain that is gone is missed by the checkpoints of the others', async () => {
  const [a, b] = [await replica('a'), await replica('b')];
  await a.journal.record(record('a1'));
  await a.store.drained();
  const { checkpoint } = await import('../../src/store/filing/checkpoint.ts');
  await b.journal.record(checkpoint(await b.store.heads(), 1_000));
  await b.store.drained();
  await a.store.close();
  stores.delete(a.store);
  const mine = `SELECT id FROM writer WHERE name = '${a.store.writer}'`;
  await database.run(`DELETE FROM call_record WHERE writer IN (${mine})`, `DELETE FROM writer WHERE id IN (${mine})`);
  expect((await b.store.verify()).findings).toMatchObject([{ writer: a.store.writer, problem: 'cut' }]);
});

it('old days are dropped whole, under signed cuts, and what is left verifies', async () => {
  const { store, journal } = await replica('one');
  for (const id of ['r1', 'r2']) await journal.record(record(id));
  await store.drained();
  await database.run('SELECT toolgate_make_days(0)');
  // Two days ago, as the server would have filed them.
  await database.run(
    `DO $$ DECLARE d int := toolgate_day() - 2; BEGIN
       EXECUTE format('CREATE TABLE call_record_%s PARTITION OF call_record FOR VALUES FROM (%s) TO (%s)', d, d, d + 1);
       EXECUTE format('CREATE TABLE event_%s PARTITION OF event FOR VALUES FROM (%s) TO (%s)', d, d, d + 1);
       UPDATE call_record SET day = d;
     END $$`,
  );
  await journal.record(record('r3'));
  await store.drained();
  const now = Date.UTC(2100, 0, 1);
  await expect(database.run('SELECT toolgate_drop_day(toolgate_day() - 2)')).rejects.toThrow(/no signed cut/);
  // A day goes whole, and then it is enough.
  expect(await store.retain({ before: now, now, most: 1 })).toBe(2);
  expect(await store.retain({ before: now, now })).toBe(0);
  expect(await requestIds(store)).toEqual(['r3']);
  expect((await store.verify()).findings).toEqual([]);
  await database.run(`UPDATE chain_cut SET time = time + 1`);
  expect((await store.verify()).findings).toContainEqual(expect.objectContaining({ problem: 'bad_cut' }));
});

it('ids are in the order in which records can be seen, however many write', async () => {
  const replicas = await Promise.all(['a', 'b', 'c'].map((name) => replica(name)));
  let seen = 0;
  let known = 0;
  const ends = replicas.map(async ({ store, journal }, of) => {
    for (let round = 0; round < 8; round++) {
      for (let i = 0; i < 20; i++) await journal.record(record(`${of}-${round}-${i}`));
      await store.drained();
    }
  });
  let writing = true;
  const all = Promise.all(ends).finally(() => {
    writing = false;
  });
  const follower = replicas[0]?.store;
  for (let last = false; !last; ) {
    last = !writing;
    const more = (await follower?.query({ ...allCalls, after: known })) ?? [];
    seen += more.length;
    known = more.at(-1)?.id ?? known;
  }
  await all;
  expect(seen).toBe(3 * 8 * 20);
}, 60_000);

it.each([
  ['synchronous_commit', 'off', /ALTER ROLE "toolgate_admin" SET synchronous_commit = on/],
  ['default_transaction_read_only', 'on', /only reads/],
])('a server with %s = %s is refused at the start', async (name, value, said) => {
  const { pathname } = new URL(database.url);
  await database.run(`ALTER DATABASE ${pathname.slice(1)} SET ${name} = ${value}`);
  await expect(replica('one')).rejects.toThrow(said);
});

it('a role that may not make tables is told who may', async () => {
  await database.run("CREATE ROLE visitor LOGIN PASSWORD 'visitor'", 'REVOKE CREATE ON SCHEMA public FROM PUBLIC');
  const url = new URL(database.url);
  url.username = url.password = 'visitor';
  const path = join(folder, 'one');
  const opening = openStore(path, { mode: 'exclusive', keys: () => ring, database: url.href });
  await expect(opening).rejects.toThrow(/role visitor may not.*migrate-store --schema-only/);
});
