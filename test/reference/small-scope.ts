import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { smallScope } from './small-scope/compare.ts';

/** All policies of the small scope: `npm run small-scope`, some minutes. What it came to is for `npm run assurance`, too. */
const started = process.hrtime.bigint();
const { policies, judgements, outcomes, disagreements } = smallScope(1);
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
for (const [outcome, count] of outcomes) process.stdout.write(`${outcome}: ${count}\n`);
process.stdout.write(`${policies} policies, ${judgements} judgements in ${seconds.toFixed(1)} s\n`);
for (const text of disagreements) process.stdout.write(`\n${text}\n`);
const reports = join(import.meta.dirname, '../../reports/assurance');
mkdirSync(reports, { recursive: true });
const report = { policies, judgements, outcomes: Object.fromEntries(outcomes), disagreements };
writeFileSync(join(reports, 'small-scope.json'), `${JSON.stringify(report, null, 2)}\n`);
process.exitCode = disagreements.length > 0 ? 1 : 0;
