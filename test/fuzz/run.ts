import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { callTrial } from './calls/trial.ts';
import { type Campaign, campaign, type Trial } from './campaign.ts';
import { definitionTrial } from './definitions/trial.ts';
import { smuggling } from './http/smuggling.ts';
import { sseTrial } from './sse/trial.ts';

/** `npm run fuzz -- --what calls --inputs 10000000 --seed 1`: a campaign; without `--what`, one of each kind. */
const { values } = parseArgs({
  options: {
    what: { type: 'string', default: '' },
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
});
type Run = (seed: number, inputs: number) => Campaign | Promise<Campaign>;
const tried =
  (what: string, trial: () => Trial): Run =>
  (seed, inputs) =>
    campaign(what, trial(), seed, inputs);
const runs: ReadonlyMap<string, Run> = new Map([
  ['calls', tried('calls', callTrial)],
  ['sse', tried('sse', sseTrial)],
  ['definitions', tried('definitions', definitionTrial)],
  // Streams over real sockets: by far the slowest, so without a name a hundredth of the others.
  ['http', (seed, inputs) => smuggling(seed, values.what === '' ? Math.ceil(inputs / 100) : inputs)],
]);
const folder = join(import.meta.dirname, '../../reports/assurance');
mkdirSync(folder, { recursive: true });
for (const [what, run] of runs) {
  if (values.what !== '' && values.what !== what) continue;
  const result = await run(Number(values.seed), Number(values.inputs));
  console.log(JSON.stringify(result, null, 2));
  writeFileSync(join(folder, `fuzz-${what}.json`), `${JSON.stringify(result, null, 2)}\n`);
  if (result.failures.length > 0) process.exitCode = 1;
}
