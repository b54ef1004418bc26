import { smallScope } from './small-scope/compare.ts';

/** All policies of the small scope: `npm run small-scope`, longer than CI takes. */
const started = process.hrtime.bigint();
const { policies, judgements, outcomes, disagreements } = smallScope(1);
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
for (const [outcome, count] of outcomes) process.stdout.write(`${outcome}: ${count}\n`);
process.stdout.write(`${policies} policies, ${judgements} judgements in ${seconds.toFixed(1)} s\n`);
for (const text of disagreements) process.stdout.write(`\n${text}\n`);
process.exitCode = disagreements.length > 0 ? 1 : 0;
