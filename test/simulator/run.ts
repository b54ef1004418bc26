/**
 * `npm run simulate`: ten thousand seeds, or so many (`--seeds 500`), from one on (`--from 7`); `--seed 42` replays one and
 * tells what happened; `--bug` plants one of the mistakes of `bugs.ts`. Ends with 1 when a history breaks a promise.
 */
import { parseArgs } from 'node:util';
import { type Bug, bugs } from './bugs.ts';
import { checkHistory } from './check-history.ts';
import { simulate } from './simulate.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    bug: { type: 'string' },
  },
});
const bug = bugs.find((one) => one === values.bug);
if (values.bug !== undefined && bug === undefined) throw new Error(`--bug is one of: ${bugs.join(' · ')}`);

async function look(
  seed: number,
  mistake: Bug | undefined,
): Promise<{ readonly broken: string[]; readonly told: number }> {
  const history = await simulate(seed, mistake);
  if (values.seed !== undefined) for (const { time, by, ...what } of history) console.log(time.toFixed(3), by, what);
  return { broken: checkHistory(history), told: history.length };
}

const began = performance.now();
const [from, to] =
  values.seed === undefined
    ? [Number(values.from), Number(values.from) + Number(values.seeds) - 1]
    : [Number(values.seed), Number(values.seed)];
let [wrong, told] = [0, 0];
for (let seed = from; seed <= to; seed += 1) {
  const seen = await look(seed, bug);
  told += seen.told;
  if (seen.broken.length === 0) continue;
  wrong += 1;
  console.log(`seed ${seed}:\n${seen.broken.map((sentence) => `  ${sentence}`).join('\n')}`);
}
const seconds = (performance.now() - began) / 1_000;
console.log(`${to - from + 1} seeds, ${told} happenings, ${wrong} broken, ${seconds.toFixed(1)} s`);
if (wrong > 0) process.exitCode = 1;
