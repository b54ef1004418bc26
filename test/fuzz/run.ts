import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { callTrial } from './calls/trial.ts';
import { campaign, type Trial } from './campaign.ts';
import { definitionTrial } from './definitions/trial.ts';
import { sseTrial } from './sse/trial.ts';

/** `npm run fuzz -- --what calls --inputs 10000000 --seed 1`: a campaign; without `--what`, one of each kind. */
const trials: ReadonlyMap<string, () => Trial> = new Map([
  ['calls', callTrial],
  ['sse', sseTrial],
  ['definitions', definitionTrial],
]);
const { values } = parseArgs({
  options: {
    what: { type: 'string', default: '' },
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
});
const folder = join(import.meta.dirname, '../../reports/assurance');
mkdirSync(folder, { recursive: true });
for (const [what, trial] of trials) {
  if (values.what !== '' && values.what !== what) continue;
  const result = campaign(what, trial(), Number(values.seed), Number(values.inputs));
  console.log(JSON.stringify(result, null, 2));
  writeFileSync(join(folder, `fuzz-${what}.json`), `${JSON.stringify(result, null, 2)}\n`);
  if (result.failures.length > 0) process.exitCode = 1;
}
