import { valkeyLimiter } from '../../../src/store/valkey/index.ts';
import { budget, demand, unit } from '../../contract/limiter/demands.ts';

/**
 * One gateway's callers: `window-caller.ts <url> <prefix> <callers> <max> <seconds> <skew>`. Writes the server's time of each
 * call that was let through, a line each, and at last how many were refused.
 */
const [url = '', prefix = '', ...numbers] = process.argv.slice(2);
const [callers = 0, max = 0, seconds = 0, skew = 0] = numbers.map(Number);
const wall = Date.now.bind(Date);
Date.now = () => wall() + skew;

const limiter = await valkeyLimiter({
  url,
  prefix,
  recorded: async () => ({ at: 0, rows: [] }),
  log: () => undefined,
  answerMs: 20_000,
});
const wanted = demand([budget({ key: 'second', windowMs: 1_000, max: max * unit })]);
const admitted: number[] = [];
let refused = 0;
const end = performance.now() + seconds * 1_000;
await Promise.all(
  Array.from({ length: callers }, async () => {
    while (performance.now() < end) {
      const answer = await limiter.take(wanted);
      if (answer.ok) admitted.push(answer.at);
      else refused += 1;
    }
  }),
);
await limiter.close();
process.stdout.write(`${admitted.join('\n')}\nrefused ${refused}\n`);
