import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Fault, manualClock } from '../../../src/kernel/index.ts';
import { KeyRing } from '../../../src/seal/index.ts';
import { argumentSeal, SqlQueue } from '../../../src/store/approvals/index.ts';
import { openSql, type Sql } from '../../../src/store/index.ts';
import { askingOf } from './calls.ts';
import type { Desk } from './desk.ts';
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
