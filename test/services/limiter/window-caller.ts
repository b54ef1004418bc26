import { anchoredClock } from '../../../src/kernel/index.ts';
import type { Limiter } from '../../../src/limits/index.ts';
import { PostgresLimiter } from '../../../src/store/postgres/limiter/postgres-limiter.ts';
import { valkeyLimiter } from '../../../src/store/valkey/index.ts';
import { budget, demand, unit } from '../../contract/limiter/demands.ts';

/**
 * One gateway's callers: `window-caller.ts <url> <prefix> <callers> <max> <seconds> <skew> <answer, ms>`. Writes the server's time of each
 * call that was let through, a line each and at once, and at last how many were refused, and how many could not be counted.
 */
const [url = '', prefix = '', ...numbers] = process.argv.slice(2);
const [callers = 0, max = 0, seconds = 0, skew = 0, answerMs = 1_000] = numbers.map(Number);
const wall = Date.now.bind(Date);
Date.now = () => wall() + skew;

async function open(): Promise<Limiter & { close(): Promise<void> }> {
  if (url.startsWith('postgres:')) return new PostgresLimiter(url, anchoredClock());
  return valkeyLimiter({
    url,
    prefix,
    recorded: async () => ({ at: 0, rows: [] }),
    log: () => undefined,
    answerMs,
  });
}

// What waits for a server keeps no process alive by itself.
setInterval(() => undefined, 1_000);
const began = performance.now();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
async function opened(): Promise<Awaited<ReturnType<typeof open>> | undefined> {
  while (performance.now() < began + seconds * 1_000) {
    // What is down when a gateway starts is waited for.
    const limiter = await open().catch(() => undefined);
    if (limiter !== undefined) return limiter;
    await pause(100);
  }
  return undefined;
}

const limiter = await opened();
const end = performance.now() + seconds * 1_000;
const wanted = demand([budget({ key: 'second', windowMs: 1_000, max: max * unit })]);
let [refused, uncounted] = [0, 0];
async function call(by: Limiter): Promise<void> {
  while (performance.now() < end) {
    try {
      const answer = await by.take(wanted);
      if (answer.ok) process.stdout.write(`${answer.at}\n`);
      else refused += 1;
    } catch {
      uncounted += 1;
      await pause(20);
    }
  }
}
if (limiter !== undefined) await Promise.all(Array.from({ length: callers }, () => call(limiter)));
process.stdout.write(`refused ${refused}\nuncounted ${uncounted}\n`);
await limiter?.close().catch(() => undefined);
process.exit(0);
