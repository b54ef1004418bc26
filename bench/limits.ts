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
import { threadMs } from './thread-ms.ts';

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

/** Numbers in a fixed scattered order: the same for every side and every run. */
function scattered(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Which counter each take is of: all equally often, or the n-th in proportion to 1/n, as tenants are. */
const access: Readonly<Record<string, (live: number, random: () => number) => number>> = {
  uniform: (live, random) => Math.floor(random() * live),
  zipf: (live, random) => Math.floor(live ** random()) - 1,
};

const takes = 200_000;

/** The least of nine rounds of `work`, in µs a take. What others do on the machine only ever makes a round slower. */
function cost(work: () => void): number {
  const rounds = Array.from({ length: 9 }, () => {
    const began = threadMs();
    work();
    return ((threadMs() - began) / takes) * 1_000;
  });
  return Math.min(...rounds);
}

/**
 * What one take costs among so many live counters. The key of each is put together anew, as the judge does, and in one
 * piece, as it is once it was read; what that and the choice cost by themselves (ids of a million come from memory, too) is
 * measured in the same run and told apart.
 */
function takeAmong(live: number): void {
  const limiter = memoryLimiter(manualClock(1_772_625_600_000));
  for (let i = 0; i < live; i++) limiter.take(demandFor(key(i), 2 ** 53));
  const ids = Array.from({ length: live }, (_, i) => key(i).slice(-32));
  const [budget] = demandFor('', 2 ** 53).budgets;
  if (budget === undefined) throw new Error('a demand without a budget');
  for (const [how, choose] of Object.entries(access)) {
    let units = 0;
    const run = (work: (demand: Demand) => void): number =>
      cost(() => {
        const random = scattered(88_172_645);
        for (let i = 0; i < takes; i++) {
          const own = `6:policy|16:tcp_connect_rate|2:60|5:grant|32:${ids[choose(live, random)]}`;
          // To ask for a unit puts the text into one piece.
          units += own.charCodeAt(own.length - 1);
          work({ budgets: [{ ...budget, key: own, family: own }], slots: [] });
        }
      });
    const without = run(({ budgets }) => {
      units += budgets.length;
    });
    const whole = run((demand) => limiter.take(demand));
    if (units === 0) throw new Error('nothing was asked for');
    report(`take admitted, ${live} counters live, ${how}`, whole - without, 'µs');
    report('  its key, put together anew', without, 'µs');
  }
}

/** What this machine takes to fetch what is in no cache: one place after the other, each said by the one before it. */
function latency(): void {
  const places = 2 ** 25;
  const next = new Int32Array(places);
  // One cycle through all of them (Sattolo), so that nothing is fetched twice.
  const random = scattered(2_463_534_242);
  for (let i = 0; i < places; i++) next[i] = i;
  for (let i = places - 1; i > 0; i--) {
    const j = Math.floor(random() * i);
    const kept = next[i] as number;
    next[i] = next[j] as number;
    next[j] = kept;
  }
  let at = 0;
  const fetched = cost(() => {
    for (let i = 0; i < takes; i++) at = next[at] as number;
  });
  if (at < 0) throw new Error('nowhere');
  report('reference: one dependent fetch from 128 MiB of memory', fetched, 'µs');
}

function takeCost(limiter: MemoryLimiter, demand: Demand): number {
  return cost(() => {
    for (let i = 0; i < takes; i++) limiter.take(demand);
  });
}

function costs(): void {
  for (const live of [1_000, 100_000, 1_000_000]) takeAmong(live);
  latency();
  const clock = manualClock(1_772_625_600_000);
  const limiter = memoryLimiter(clock);
  for (let i = 0; i < 60; i++) {
    limiter.take(demandFor('full', 60_000_000));
    clock.advance(1_000);
  }
  clock.advance(-1);
  report('take refused, 60 granules to look through', takeCost(limiter, demandFor('full', 50_000_000)), 'µs');
  report('take admitted, three budgets', takeCost(limiter, demandFor('three', 2 ** 53, 3)), 'µs');
}

function memory(counters: number): void {
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
  report(`${counters} counters: each, its key included`, held / counters, 'bytes');
  report(`${counters} counters: together`, held / 1e6, 'MB');
  report('  longest take while they came', longest, 'ms');
  clock.advance(minuteMs);
  longest = 0;
  for (let i = 0; i < counters / 2; i++) timed(demandFor(key(counters + (i % 1_000)), 2 ** 53));
  report('  longest take while all of them expired', longest, 'ms');
  report('  counters left', limiter.size, '');
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

costs();
for (const counters of [1_000, 100_000, 1_000_000]) memory(counters);
await shared();
