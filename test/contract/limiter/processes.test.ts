import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { anchoredClock } from '../../../src/kernel/index.ts';
import { sqliteLimiter } from '../../../src/store/sqlite/limiter/index.ts';
import { budget, demand, slot, unit } from './demands.ts';

const caller = fileURLToPath(new URL('./caller.ts', import.meta.url));
let folder: string;
let path: string;
const started: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limits-'));
  path = join(folder, 'limits.db');
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

interface Caller {
  readonly child: ChildProcess;
  /** How many calls it says it was allowed so far. */
  allowed(): number;
  /** Resolves when its output has ended. */
  readonly ended: Promise<unknown>;
}

function call(...args: readonly (string | number)[]): Caller {
  const child = spawn(process.execPath, [caller, path, ...args.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.push(child);
  let allowed = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    allowed += chunk.length;
  });
  return { child, allowed: () => allowed, ended: once(child, 'close') };
}

it('lets four processes that hammer one budget have exactly max between them', async () => {
  const callers = Array.from({ length: 4 }, () => call(30, 5, 200));
  await Promise.all(callers.map(({ ended }) => ended));
  expect(callers.reduce((sum, { allowed }) => sum + allowed(), 0)).toBe(200);
}, 60_000);

it('has counted whatever a process let through that was killed at any instant', async () => {
  const max = 100_000;
  let through = 0;
  for (let round = 0; round < 6; round++) {
    const one = call(100_000, 3, max);
    while (one.allowed() < 20 + round * 7) await once(one.child.stdout ?? one.child, 'data');
    one.child.kill('SIGKILL');
    await one.ended;
    through += one.allowed();
  }
  const limiter = await sqliteLimiter(path, anchoredClock());
  const receipt = await limiter.take(demand([budget({ max: max * unit, windowMs: 3_600_000 })]));
  await limiter.close();
  if (!receipt.ok) throw new Error('refused');
  const counted = max - 1 - (receipt.remaining[0]?.remaining ?? 0) / unit;
  expect(through).toBeGreaterThan(100);
  expect(counted).toBeGreaterThanOrEqual(through);
  // What was counted and not let through is at most one transaction's worth for each time that a process was killed.
  expect(counted).toBeLessThanOrEqual(through + 6 * 3);
}, 60_000);

it('frees the slot of a process that was killed, and of no other', async () => {
  const holder = call(1, 1, 10, 's');
  await once(holder.child.stdout ?? holder.child, 'data');
  const limiter = await sqliteLimiter(path, anchoredClock(), { slotTtlMs: 3_000 });
  const clock = anchoredClock();
  const alive = clock.monotonic();
  while (clock.monotonic() - alive < 4_500) expect((await limiter.look(demand([], [slot()]))).ok).toBe(false);
  holder.child.kill('SIGKILL');
  await holder.ended;
  while (!(await limiter.look(demand([], [slot()]))).ok) expect(clock.monotonic() - alive).toBeLessThan(20_000);
  await limiter.close();
}, 60_000);
