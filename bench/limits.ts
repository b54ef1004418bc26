/**
 * What a limit costs: `node --expose-gc bench/limits.ts`. CPU time of one take by how many counters are live, memory of a
 * counter, the longest pause while counters come and go, and a take through the file that processes share.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anchoredClock, manualClock } from '../src/kernel/index.ts';
import { type Demand, type MemoryLimiter, memoryLimiter } from '../src/limits/index.ts';
import { sqliteLimiter } from '../src/store/sqlite/limiter/index.ts';

const minuteMs = 60_000;

/** A key of the length that a policy makes: policy, label, window, scope, grant. */
function key(n: number): string {
  return `6:policy|16:tcp_connect_rate|2:60|5:grant|32:${n.toString(16).padStart(32, '0')}`;
}

function demandFor(name: string, max: number, count = 1): Demand {
  const budgets = Array.from({ length: count }, (_, place) => {
    const own = place === 0 ? name : `${name}|${place}`;
    return {
      key: own,
      family: own,
      windowMs: minuteMs,
      align: 'sliding' as const,
      max,
      cost: 1_000_000,
      durable: false,
      rule: '/all_tools/limits/0',
      onDeny: undefined,
      counter: 'c',
      window: 'minute',
    };
  });
  return { budgets, slots: [] };
}

function report(what: string, value: number, unit: string): void {
  console.log(`${what.padEnd(58)} ${value.toFixed(2).padStart(10)} ${unit}`);
}

function settledBytes(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** CPU time of this thread in ms: whoever else runs on the machine is not in it. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Median of seven rounds, in µs a take, over demands visited in a scattered order. */
function takeCost(limiter: MemoryLimiter, demands: readonly Demand[]): number {
  const takes = 200_000;
  const rounds = Array.from({ length: 7 }, () => {
    const began = threadMs();
    for (let i = 0; i < takes; i++) {
      const demand = demands[(i * 7_919) % demands.length];
      if (demand !== undefined) limiter.take(demand);
    }
    return ((threadMs() - began) / takes) * 1_000;
  });
  return rounds.toSorted((a, b) => a - b)[3] ?? Number.NaN;
}

function takes(): void {
  for (const live of [1, 1_000, 1_000_000]) {
    const clock = manualClock(1_772_625_600_000);
    const limiter = memoryLimiter(clock);
    for (let i = 0; i < live; i++) limiter.take(demandFor(key(i), 2 ** 53));
    const step = Math.max(1, Math.floor(live / 100_000));
    const demands = Array.from({ length: Math.min(live, 100_000) }, (_, i) => demandFor(key(i * step), 2 ** 53));
    report(`take admitted, ${live} counters live`, takeCost(limiter, demands), 'µs');
  }
  const clock = manualClock(1_772_625_600_000);
  const limiter = memoryLimiter(clock);
  for (let i = 0; i < 60; i++) {
    limiter.take(demandFor('full', 60_000_000));
    clock.advance(1_000);
  }
  clock.advance(-1);
  report('take refused, 60 granules to look through', takeCost(limiter, [demandFor('full', 50_000_000)]), 'µs');
  report('take admitted, three budgets', takeCost(limiter, [demandFor('three', 2 ** 53, 3)]), 'µs');
}

function memory(): void {
  const counters = 1_000_000;
  const before = settledBytes();
  const clock = manualClock(1_772_625_600_000);
  const limiter = memoryLimiter(clock);
  let longest = 0;
  const timed = (demand: Demand): void => {
    const began = threadMs();
    limiter.take(demand);
    longest = Math.max(longest, threadMs() - began);
  };
  for (let i = 0; i < counters; i++) timed(demandFor(key(i), 2 ** 53));
  const held = settledBytes() - before;
  report('memory of a counter, its key included', held / counters, 'bytes');
  report(`memory of ${counters} counters`, held / 2 ** 20, 'MiB');
  report('longest take while they came', longest, 'ms');
  clock.advance(minuteMs);
  longest = 0;
  for (let i = 0; i < counters / 2; i++) timed(demandFor(key(counters + (i % 1_000)), 2 ** 53));
  report('longest take while all of them expired', longest, 'ms');
  report('counters left', limiter.size, '');
}

async function shared(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'limits-bench-'));
  const began = performance.now();
  const limiter = await sqliteLimiter(join(folder, 'limits.db'), anchoredClock());
  report('shared file: opening', performance.now() - began, 'ms');
  const demand = demandFor(key(1), 2 ** 53);
  for (const atOnce of [1, 16, 64]) {
    const rounds = Math.ceil(1_000 / atOnce);
    const start = performance.now();
    for (let i = 0; i < rounds; i++) await Promise.all(Array.from({ length: atOnce }, () => limiter.take(demand)));
    report(
      `shared file: take, synced, ${atOnce} at once`,
      ((performance.now() - start) / rounds / atOnce) * 1_000,
      'µs',
    );
  }
  await limiter.close();
  rmSync(folder, { recursive: true });
}

takes();
memory();
await shared();
