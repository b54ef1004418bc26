import { parseArgs } from 'node:util';
import { campaign } from './compare/campaign.ts';
import { production } from './compare/production.ts';

/**
 * Longer runs than CI makes, and replay: `node test/reference/run.ts --pairs 1000000 --seed 7`. Of each kind of
 * disagreement one is printed, as small as it could be made, with its seed; `--seed N --pairs 1` shows it again.
 */
const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    most: { type: 'string', default: '5' },
  },
});

const started = process.hrtime.bigint();
const result = campaign(production, Number(values.seed), Number(values.pairs), Number(values.most));
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
process.stdout.write(`${result.histogram.table()}\n\n`);
for (const [outcome, count] of result.outcomes) process.stdout.write(`${outcome}: ${count}\n`);
process.stdout.write(
  `\n${result.pairs} pairs in ${seconds.toFixed(1)} s, ${(result.allowed * 100).toFixed(1)} % allowed\n`,
);
for (const cell of result.histogram.empty()) process.stdout.write(`empty cell: ${cell}\n`);
for (const text of result.disagreements) process.stdout.write(`\n${text}\n`);
process.exitCode = result.disagreements.length > 0 ? 1 : 0;
