/** Removing old records by command: a step at a time, on record, and every chain whole after each. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { manualClock } from '../../src/kernel/index.ts';
import { loadKeyRing } from '../../src/seal/index.ts';
import { openAuditReader, openStore } from '../../src/store/index.ts';
import { actorOf, openTestControl } from '../support/control.ts';
import { runHere } from '../support/gateway/run-here.ts';

let folder: string;
const old = Date.UTC(2020, 0, 1);
const records = 12_000;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-retention-'));
  const keys = (of: string) => loadKeyRing({ env: {}, folder: of, create: true });
  const store = await openStore(folder, { mode: 'exclusive', keys });
  const clock = manualClock(old);
  const journal = await store.openJournal(clock);
  const event = (n: number, time: number) => ({ kind: 'event', time, event: 'started', detail: { n } }) as const;
  const made = Array.from({ length: records }, (_, n) => journal.record(event(n, old + n)));
  // Two that are of now stay.
  await Promise.all([
    ...made,
    journal.record(event(-1, Date.UTC(2027, 0, 15, 12))),
    journal.record(event(-2, Date.UTC(2027, 0, 15, 12))),
  ]);
  await store.close();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const asked = async (...args: string[]): Promise<Record<string, unknown>[]> =>
  (await runHere(...args, '--data', folder, '--json'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

it('says how far it is, step by step, and leaves chains that verify', { timeout: 120_000 }, async () => {
  await expect(runHere('retention', 'run', '--data', folder)).rejects.toThrow(/no configuration says how long/);
  await expect(runHere('retention', 'run', '--older-than', 'long', '--data', folder)).rejects.toThrow(/36h or 90d/);
  const head = await runHere('audit', 'head', '--data', folder);
  const plane = await openTestControl({}, folder);
  try {
    // As an operator would who sees only steps.
    const body = { olderThanMs: 1, most: 5_000 };
    const step = await plane.ask('POST', '/retention/run', { body });
    expect(step.body).toEqual({ removed: 5_000, left: records - 5_000, more: true });
    const reader = openAuditReader(folder);
    expect((await reader.verify(plane.control.keys, [])).findings).toEqual([]);
    await reader.close();
    // Evidence is not for those to remove who sign in: what the file says, and nothing else.
    const admin = await plane.ask('POST', '/retention/run', { body, as: actorOf('admin') });
    expect(admin).toMatchObject({ status: 422, body: { errors: [{ pointer: '/olderThanMs' }] } });
    expect((await plane.ask('POST', '/retention/run', { body: {}, as: actorOf('auditor') })).status).toBe(403);
  } finally {
    await plane.control.sql.destroy();
  }
  const steps = await asked('retention', 'run', '--older-than', '1d');
  expect(steps.at(-1)).toEqual({ removed: records - 5_000, left: 0, done: true });
  expect(await runHere('retention', 'run', '--older-than', '1d', '--data', folder)).toBe('nothing was older\n');
  const lines = await asked('audit', 'verify', '--head', head.trim());
  expect(lines.every((line) => 'records' in line)).toBe(true);
  const events = await asked('audit', 'query', '--events');
  const runs = events.filter(({ record }) => (record as { event: string }).event === 'retention.run');
  expect(runs.map(({ record }) => (record as { detail: { removed: number } }).detail.removed)).toEqual([
    5_000, 7_000, 0,
  ]);
});

it('removes what the file says for an administrator, and shows what is due', async () => {
  const audit = { writeAhead: [], retentionMs: 3_600_000, maxBytes: undefined };
  const declared = () => ({ servers: new Map(), policies: new Map(), grants: [], audit });
  const plane = await openTestControl({ declared });
  try {
    await plane.ask('POST', '/api-keys', { body: { name: 'a', role: 'viewer' } });
    await plane.ask('POST', '/api-keys', { body: { name: 'b', role: 'viewer' } });
    plane.clock.advance(7_200_000);
    const as = actorOf('admin');
    expect((await plane.ask('GET', '/retention', { as })).body).toMatchObject({ retentionMs: 3_600_000, due: 2 });
    // The head of a chain always stays.
    const done = await plane.ask('POST', '/retention/run', { body: {}, as });
    expect(done.body).toEqual({ removed: 1, left: 1, more: false });
  } finally {
    await plane.close();
  }
});
