import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, it } from 'vitest';
import type { Lasting } from '../../../src/approvals/index.ts';
import { Fault, manualClock } from '../../../src/kernel/index.ts';
import { KeyRing } from '../../../src/seal/index.ts';
import { argumentSeal, argumentsOfApproval, findApproval, SqlQueue } from '../../../src/store/approvals/index.ts';
import { openSql, type Sql } from '../../../src/store/index.ts';
import { migrate } from '../../../src/store/sqlite/migrate.ts';
import { askingOf, person } from './calls.ts';
import type { Desk } from './desk.ts';
import { keyedCalls } from './keyed.ts';
import { sqlDesk } from './sql-desk.ts';
import { approvalsContract } from './suite.ts';

const folders: string[] = [];
const connections: Sql[] = [];
const ring = new KeyRing([randomBytes(32)]);
const seal = argumentSeal(ring);

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-approvals-'));
  folders.push(folder);
  return folder;
}

// Two processes are two connections, each with a thread. They are opened once: every run begins with empty tables.
let two: Promise<readonly [Sql, Sql]> | undefined;
function connected(): Promise<readonly [Sql, Sql]> {
  two ??= (async () => {
    const folder = newFolder();
    const opened = [await openSql(folder), await openSql(folder)] as const;
    connections.push(...opened);
    return opened;
  })();
  return two;
}

afterAll(async () => {
  await Promise.all(connections.map((sql) => sql.destroy()));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const openDesk = async (clock: { now(): number }): Promise<Desk> => sqlDesk(await connected(), seal, clock);

approvalsContract('SQLite', openDesk, 40);
keyedCalls(connected, 'sqlite');

it('keeps arguments sealed, and forgets what has been over for a month', async () => {
  const clock = manualClock(1_000_000);
  const desk = await openDesk(clock);
  const [sql] = await connected();
  await desk.queue.ask(askingOf({ args: { secret: 'hunter2' } }));
  const [row] = await sql.selectFrom('approval').selectAll().execute();
  expect(JSON.stringify(row)).not.toContain('hunter2');
  expect(row?.arguments).toMatch(/^tgs1\./);
  clock.advance(31 * 24 * 60 * 60_000);
  await desk.queue.ask(askingOf({ args: { other: 1 } }));
  expect(await sql.selectFrom('approval').selectAll().execute()).toHaveLength(1);
  await desk.close();
});

it('forgets the arguments of what expired a day later, and of nothing else', async () => {
  const day = 24 * 60 * 60_000;
  const clock = manualClock(1_000_000);
  const desk = await openDesk(clock);
  const [sql] = await connected();
  const asked = async (n: number): Promise<string> => {
    const answer = await desk.queue.ask(askingOf({ args: { n } }));
    return answer.kind === 'pending' ? answer.id : answer.kind;
  };
  const [silent, told, unused, used, refused] = [
    await asked(0),
    await asked(1),
    await asked(2),
    await asked(3),
    await asked(4),
  ];
  for (const id of [unused, used]) await desk.decide(id, { verdict: 'approve' }, person('ada'));
  await desk.decide(refused, { verdict: 'deny' }, person('ada'));
  const { request } = askingOf({ args: { n: 3 } });
  const clearance = { kind: 'approval', approval: used, by: ['ada'], entries: ['e1'] } as const;
  expect(await desk.queue.consume(clearance, request.call, ['e1'], 'r')).toBe(true);
  clock.advance(60_000);
  // One heard that it expired; of the others nothing was written since.
  expect(await asked(1)).toBe('expired');
  const kept = async (): Promise<unknown[]> => {
    const all = [silent, told, unused, used, refused];
    return Promise.all(all.map(async (id, n) => (await argumentsOfApproval(sql, id, seal)) === `{"n":${n}}`));
  };
  clock.advance(day);
  await asked(5);
  expect(await kept()).toEqual([true, true, true, true, true]);
  clock.advance(1);
  await asked(6);
  expect(await kept()).toEqual([false, false, false, true, true]);
  expect(await argumentsOfApproval(sql, silent, seal)).toBeUndefined();
  // Nobody can agree to what they cannot see, whatever the clock says then.
  clock.advance(-day - 30_000);
  expect(await desk.decide(silent, { verdict: 'approve' }, person('ada'))).toMatchObject({ ok: false });
  expect(await findApproval(sql, silent)).toMatchObject({ state: { kind: 'expired', at: 1_060_000 } });
  await desk.close();
});

it('finds what has arguments to forget by an index, however much has expired', () => {
  const database = new DatabaseSync(':memory:');
  migrate(database);
  const plan = database
    .prepare(
      "EXPLAIN QUERY PLAN UPDATE approval SET arguments = '' " +
        "WHERE state NOT IN ('denied', 'consumed') AND arguments <> '' AND expires_at < ?",
    )
    .all(1);
  database.close();
  expect(plan.map(({ detail }) => detail)).toEqual([
    'SEARCH approval USING INDEX approval_expired_arguments (expires_at<?)',
  ]);
});

it('a database that cannot be reached is a fault, and not an answer', async () => {
  const sql = await openSql(newFolder());
  const queue = new SqlQueue(sql, { clock: manualClock(0), seal, onError: () => {} });
  expect((await queue.ask(askingOf())).kind).toBe('pending');
  await sql.destroy();
  const clearance = { kind: 'approval', approval: 'x', by: [], entries: ['e1'] } as const;
  for (const asked of [
    queue.ask(askingOf()),
    queue.consume(clearance, askingOf().request.call, ['e1'], 'r'),
    queue.restore(clearance, 'r'),
  ]) {
    const error: unknown = await asked.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Fault);
    expect((error as Fault).code).toBe('approvals_unavailable');
  }
  await queue.close();
});

it('a use and the note of it are one: of what is good for one call, and for so many', async () => {
  const clock = manualClock(1_000_000);
  const desk = await openDesk(clock);
  const [sql] = await connected();
  const noted: unknown[] = [];
  let fails = false;
  const queue = new SqlQueue(sql, {
    clock,
    seal,
    onError: () => {},
    note: async (_tx, { name, detail }) => {
      if (fails) throw new Error('not to be relied on');
      return () => noted.push([name, detail.exception === undefined ? 'approval' : 'exception', detail.requestId]);
    },
  });
  const cleared = async (name: string, lasting?: Lasting) => {
    const asking = askingOf({ args: { name } });
    const answer = await queue.ask(asking);
    if (answer.kind === 'pending') await desk.decide(answer.id, { verdict: 'approve', lasting }, person('ada'));
    const again = await queue.ask(asking);
    if (again.kind !== 'cleared') return expect.unreachable(again.kind);
    return (requestId: string) => [again.clearance, asking.request.call, ['e1'], requestId] as const;
  };
  const once = await cleared('once');
  fails = true;
  await expect(queue.consume(...once('a'))).rejects.toMatchObject({ code: 'approvals_unavailable' });
  fails = false;
  expect([await queue.consume(...once('b')), await queue.consume(...once('c'))]).toEqual([true, false]);
  fails = true;
  await expect(queue.restore(once('b')[0], 'b')).rejects.toMatchObject({ code: 'approvals_unavailable' });
  fails = false;
  await queue.restore(once('b')[0], 'other');
  await queue.restore(once('b')[0], 'b');
  expect(await queue.consume(...once('d'))).toBe(true);
  expect(noted.splice(0)).toEqual([
    ['approval.used', 'approval', 'b'],
    ['approval.given_back', 'approval', 'b'],
    ['approval.used', 'approval', 'd'],
  ]);

  const lasting = { uses: 3, arguments: 'same' } as const;
  expect(await queue.consume(...(await cleared('twice', lasting))('first'))).toBe(true);
  noted.splice(0);
  const twice = await cleared('twice');
  expect(await queue.consume(...twice('e'))).toBe(true);
  await queue.restore(twice('e')[0], 'e');
  expect(noted.splice(0)).toEqual([
    ['approval.used', 'exception', 'e'],
    ['approval.given_back', 'exception', 'e'],
  ]);
  fails = true;
  await expect(queue.consume(...twice('f'))).rejects.toMatchObject({ code: 'approvals_unavailable' });
  // What is good for any number of calls is used up by none.
  fails = false;
  await queue.consume(...(await cleared('any', { minutes: 5, arguments: 'same' }))('g'));
  fails = true;
  const any = await cleared('any');
  expect(any('h')[0].kind).toBe('exception');
  expect(await queue.consume(...any('h'))).toBe(true);
  await queue.close();
  await desk.close();
});
