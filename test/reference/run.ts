import { parseArgs } from 'node:util';
import type { Campaign as FuzzCampaign } from '../fuzz/campaign.ts';
import { inSlices } from '../fuzz/in-slices.ts';
import { campaign } from './compare/campaign.ts';
import { histogram } from './compare/histogram.ts';
import { production } from './compare/production.ts';
import { stepsOfCase } from './generate/case.ts';

/**
 * Longer runs than CI makes, and replay: `node test/reference/run.ts --pairs 1000000 --seed 7`. Of each kind of
 * disagreement one is printed, as small as it could be made, with its seed; `--seed N --pairs 1` shows it again. Eight calls
 * are made under the document of each seed. What a run came to is kept, as `npm run fuzz` keeps its own.
 */
const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    most: { type: 'string', default: '5' },
  },
});

const seen = histogram();
const most = Number(values.most);
function run(seed: number, inputs: number): FuzzCampaign {
  const began = performance.now();
  const { pairs, outcomes, disagreements } = campaign(production, seed, inputs, most, seen);
  return {
    what: 'policies',
    inputs: pairs,
    seed,
    seeds: pairs / stepsOfCase,
    outcomes: Object.fromEntries(outcomes),
    failures: disagreements,
    seconds: (performance.now() - began) / 1000,
  };
}

const plan = { seed: Number(values.seed), inputs: Number(values.pairs), slice: 80_000 };
const { inputs, outcomes, failures, seconds } = await inSlices(run, plan);
process.stdout.write(`${seen.table()}\n\n`);
for (const [outcome, count] of Object.entries(outcomes)) process.stdout.write(`${outcome}: ${count}\n`);
const allowed = (outcomes.allow ?? 0) / inputs;
process.stdout.write(`\n${inputs} pairs in ${seconds.toFixed(1)} s, ${(allowed * 100).toFixed(1)} % allowed\n`);
for (const cell of seen.empty()) process.stdout.write(`empty cell: ${cell}\n`);
for (const text of failures) process.stdout.write(`\n${text}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
