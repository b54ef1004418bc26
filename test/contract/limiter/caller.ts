import { writeSync } from 'node:fs';
import { anchoredClock } from '../../../src/kernel/index.ts';
import { sqliteLimiter } from '../../../src/store/sqlite/limiter/index.ts';
import { budget, demand, slot, unit } from './demands.ts';

/**
 * A process that calls: `caller.ts <file> <rounds> <at once> <max> [slot]`. It writes `+` for every call that it was
 * allowed, as soon as it knows and before it asks again, so that whoever kills it knows what it let through.
 */
const [path = '', rounds = '0', atOnce = '0', max = '0', flight] = process.argv.slice(2);
const limiter = await sqliteLimiter(path, anchoredClock(), { slotTtlMs: 3_000 });
const wanted = demand(
  [budget({ max: Number(max) * unit, windowMs: 3_600_000 })],
  flight === undefined ? [] : [slot(flight)],
);

for (let round = 0; round < Number(rounds); round++) {
  await Promise.all(
    Array.from({ length: Number(atOnce) }, async () => {
      if ((await limiter.take(wanted)).ok) writeSync(1, '+');
    }),
  );
}
if (flight === undefined) await limiter.close();
// One that holds a slot goes on living with it until it is killed.
else setInterval(() => {}, 60_000);
