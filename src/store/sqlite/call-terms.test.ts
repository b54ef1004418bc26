/** Calls are found by what they have in common, whatever was filed together, removed, or on record before there were terms. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type AuditFilter, type CallRecord, chainKey } from '../../audit/index.ts';
import { packageFile } from '../../kernel/index.ts';
import { recordLine } from '../journal/line.ts';
import { removeEmptySpans } from './call-term-rows.ts';
import { callsOfSpan, termOf } from './call-terms.ts';
import { inTransaction, openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { queryRecords } from './query-records.ts';
import { retain } from './retain.ts';
import { SqliteDrain } from './sqlite-drain.ts';
import { unfiledCalls } from './unfiled-calls.ts';
import { addWriter, readWriter } from './writer-row.ts';

const key = chainKey(Buffer.alloc(32, 1), 'w');
let folder: string;
let database: DatabaseSync;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-terms-'));
  database = openDatabase(folder);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

/** `both` is one grant's id and another one's label; two of the tools have the same term. */
const names = {
  grant: ['g1', 'g2', 'both', 'nobody'],
  server: ['files', 'mail'],
  tool: ['plumless', 'buckeroo', 'a "quoted" \u20ac'],
};
const ends = [
  ['allow', undefined],
  ['deny', 'denied'],
  ['deny', 'rate_limited'],
] as const;

const call: fc.Arbitrary<CallRecord> = fc
  .tuple(
    fc.constantFrom({ id: 'g1', label: 'both' }, { id: 'both', label: 'l2' }, { id: 'g2', label: 'g2' }),
    fc.constantFrom(...names.server),
    fc.option(fc.constantFrom(...names.tool), { nil: undefined }),
    fc.constantFrom(...ends),
    fc.nat(1_000),
  )
  .map(([grant, server, subject, [outcome, code], time]) => {
    const facts = { requestId: 'r', time, organization: 'o', grant, server, method: 'tools/call', subject };
    return { kind: 'call', ...facts, outcome, code, ms: 1 };
  });
const stretches = fc.array(fc.array(call, { maxLength: 25 }), { minLength: 2, maxLength: 6 });

/** So that what follows crosses from one span into the next, by a call that no filter here asks for. @param first the next id */
function beginAt(first: number): void {
  addWriter(database, 'before', 'k', 1);
  database
    .prepare(
      `INSERT INTO call_record (id, writer, seq, time, grant_id, label, server, subject, outcome, code, text, prev_mac, mac)
       VALUES (?, 1, 1, 0, 'x', 'x', 'x', NULL, 'hidden', NULL, '{}', zeroblob(32), zeroblob(32))`,
    )
    .run(first - 1);
}

async function file(calls: readonly (readonly CallRecord[])[]): Promise<void> {
  addWriter(database, 'w', 'k', 1);
  const drain = new SqliteDrain(database, 'w', key);
  for (const stretch of calls) {
    await drain.drain({ segment: 1, offset: 0 }, (filing) => filing.add(stretch.map((one) => recordLine(one))));
  }
}

/** Asks by every filter alone, and by all of them together, in both orders and behind a record. */
function isFound(): void {
  const rows = database.prepare("SELECT id, text FROM call_record WHERE text <> '{}' ORDER BY id").all();
  const records = rows.map(({ id, text }) => ({ id: Number(id), call: JSON.parse(String(text)) as CallRecord }));
  const values = { ...names, outcome: ['allow', 'deny'], code: ['denied', 'rate_limited'] };
  const filters: Partial<AuditFilter>[] = Object.entries(values).flatMap(([name, each]) =>
    each.map((value) => ({ [name]: value })),
  );
  for (const grant of names.grant) {
    for (const server of names.server) filters.push({ grant, server }, { grant, server, outcome: 'deny', since: 500 });
  }
  const half = records[Math.floor(records.length / 2)]?.id ?? 0;
  for (const filter of filters) {
    const expected = records
      .filter(({ call: one }) => fits(one, filter))
      .map(({ id }) => id)
      .filter((id) => id > half);
    const asked = { kind: 'call', limit: 5, ...filter } as const;
    const oldest = queryRecords(database, { ...asked, after: half, order: 'oldest' });
    expect(oldest.map(({ id }) => id)).toEqual(expected.slice(0, 5));
    const newest = queryRecords(database, { ...asked, after: half, order: 'newest' });
    expect(newest.map(({ id }) => id)).toEqual(expected.toReversed().slice(0, 5));
  }
}

function fits(one: CallRecord, { grant, server, tool, outcome, code, since }: Partial<AuditFilter>): boolean {
  return (
    (grant === undefined || one.grant.id === grant || one.grant.label === grant) &&
    (server === undefined || one.server === server) &&
    (tool === undefined || one.subject === tool) &&
    (outcome === undefined || one.outcome === outcome) &&
    (code === undefined || one.code === code) &&
    (since === undefined || one.time >= since)
  );
}

it('two values may have the same term', () => {
  expect(termOf('subject', 'plumless')).toBe(termOf('subject', 'buckeroo'));
  expect(termOf('subject', 'plumless')).not.toBe(termOf('server', 'plumless'));
});

it('what was filed in stretches is found, also where one ends in the midst of a span or a word', async () => {
  migrate(database);
  beginAt(callsOfSpan - 40);
  await file(fc.sample(stretches, { numRuns: 1, seed: 3 })[0] ?? []);
  await fc.assert(
    fc.asyncProperty(stretches, async (calls) => {
      database.exec("DELETE FROM call_record WHERE text <> '{}'; DELETE FROM call_term; DELETE FROM call_span");
      database.exec("DELETE FROM writer WHERE name = 'w'");
      await file(calls);
      isFound();
      expect([...unfiledCalls(database)].flat()).toEqual([]);
    }),
    { numRuns: 25, examples: [[[[], []]]] },
  );
});

it('what a process of an earlier version files without terms has them from the next stretch on', async () => {
  migrate(database);
  const [before, between, behind] = fc.sample(fc.array(call, { minLength: 60, maxLength: 60 }), {
    numRuns: 3,
    seed: 4,
  });
  await file([before ?? []]);
  database.exec("DELETE FROM call_term; DELETE FROM call_span; UPDATE writer SET name = 'old'");
  await file([between ?? []]);
  isFound();
  expect([...unfiledCalls(database)].flat()).toEqual([]);
  const ids = database.prepare('SELECT id FROM call_record').all();
  database.exec('DELETE FROM call_record WHERE id > 100');
  database.exec('UPDATE writer SET name = name || id');
  await file([behind ?? []]);
  // No id is given out twice.
  expect(database.prepare('SELECT min(id) AS id FROM call_record WHERE id > 100').get()?.id).toBe(ids.length + 1);
  isFound();
});

it('what retention removes is found no more, and a span of which nothing is left is forgotten', async () => {
  migrate(database);
  beginAt(callsOfSpan - 40);
  const calls = fc.sample(call, { numRuns: 120, seed: 5 }).map((one, at) => ({ ...one, time: at }));
  await file([calls]);
  database.exec("DELETE FROM call_record WHERE text = '{}'");
  const spans = (): unknown[] => database.prepare('SELECT span FROM call_term GROUP BY span').all();
  const writer = readWriter(database, 'w') ?? expect.unreachable();
  for (const [before, left] of [
    [30, [{ span: 0 }, { span: 1 }]],
    [60, [{ span: 1 }]],
  ] as const) {
    expect(retain(database, writer, key, before, 1_000)).toBe(30);
    isFound();
    expect(spans()).toEqual(left);
    expect(database.prepare('SELECT id AS span FROM call_span').all()).toEqual(left);
  }
});

it('ids go on behind the last one that was ever given out, though no call is left', async () => {
  migrate(database);
  beginAt(callsOfSpan - 40);
  const [before = [], after = []] = fc.sample(fc.array(call, { minLength: 60, maxLength: 60 }), {
    numRuns: 2,
    seed: 7,
  });
  await file([before]);
  const last = Number(database.prepare('SELECT max(id) AS id FROM call_record').get()?.id);
  database.exec('DELETE FROM call_record');
  removeEmptySpans(database, 1, last);
  expect(database.prepare('SELECT count(*) AS terms FROM call_term').get()?.terms).toBe(0);
  database.exec('UPDATE writer SET name = name || id');
  await file([after]);
  expect(database.prepare('SELECT min(id) AS id FROM call_record').get()?.id).toBe(last + 1);
  isFound();
});

it('a folder of before there were terms is read as it is, and migrated', async () => {
  const all = packageFile('migrations/sqlite/');
  const former = readdirSync(all).filter((name) => name < '0014');
  for (const name of former.sort()) database.exec(readFileSync(new URL(name, all), 'utf8'));
  database.exec(`PRAGMA user_version = ${former.length}`);
  addWriter(database, 'w', 'k', 1);
  const insert = database.prepare(
    `INSERT INTO call_record (id, writer, seq, time, grant_id, label, server, subject, outcome, code, text, prev_mac, mac)
     VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, zeroblob(32), zeroblob(32))`,
  );
  inTransaction(database, () => {
    for (const [at, one] of fc.sample(call, { numRuns: 300, seed: 9 }).entries()) {
      const { time, grant, server, subject = null, outcome, code = null } = one;
      const text = JSON.stringify(one);
      // Some at a distance, as retention leaves them.
      const id = 10 + at * 50;
      insert.run(id, at + 1, time, grant.id, grant.label, server, subject, outcome, code, text);
    }
  });
  isFound();
  migrate(database);
  isFound();
  expect([...unfiledCalls(database)].flat()).toEqual([]);
  expect(Number(database.prepare('SELECT count(*) AS n FROM call_span').get()?.n)).toBe(4);
});
