import { parseArgs } from 'node:util';
import { callTrial } from './calls/trial.ts';
import { type Campaign, campaign, type Trial } from './campaign.ts';
import { definitionTrial } from './definitions/trial.ts';
import { smuggling } from './http/smuggling.ts';
import { inSlices } from './in-slices.ts';
import { sseTrial } from './sse/trial.ts';

/**
 * `npm run fuzz -- --what calls --inputs 10000000 --seed 1`: a campaign; without `--what`, one of each kind. What it came to
 * is kept under its kind and its seed; `npm run assurance` adds up runs of several seeds.
 */
const { values } = parseArgs({
  options: {
    what: { type: 'string', default: '' },
    inputs: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
});
type Run = (seed: number, inputs: number) => Campaign | Promise<Campaign>;
interface Kind {
  readonly run: Run;
  readonly slice: number;
  /** What is left of the inputs where all kinds run. */
  readonly share?: number;
}
const tried = (what: string, trial: Trial): Kind => ({
  run: (seed, inputs) => campaign(what, trial, seed, inputs),
  slice: 250_000,
});
const kinds: ReadonlyMap<string, Kind> = new Map([
  ['calls', tried('calls', callTrial())],
  ['sse', tried('sse', sseTrial())],
  ['definitions', tried('definitions', definitionTrial())],
  // Streams over real sockets: by far the slowest.
  ['http', { run: smuggling, slice: 5_000, share: 0.01 }],
]);
for (const [what, { run, slice, share = 1 }] of kinds) {
  if (values.what !== '' && values.what !== what) continue;
  const inputs = Math.ceil(Number(values.inputs) * (values.what === '' ? share : 1));
  const result = await inSlices(run, { seed: Number(values.seed), inputs, slice });
  console.log(JSON.stringify(result, null, 2));
  if (result.failures.length > 0) process.exitCode = 1;
}
