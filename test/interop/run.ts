import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { clientTrials } from './client-trials.ts';
import { serverTrials } from './servers.ts';

/**
 * `npm run interop -- --with <folder>`: servers and clients of others that are too heavy to be installed with this package, with a
 * gateway in between. They are taken from `<folder>/node_modules`, where `npm install` has put them; what is not there is skipped,
 * and said to be.
 */
const { values } = parseArgs({ options: { with: { type: 'string', default: '.' } } });
const folder = resolve(values.with);

let failed = 0;
let skipped = 0;
const trials = [...serverTrials, ...clientTrials];
for (const { name, run } of trials) {
  if (!existsSync(join(folder, 'node_modules', name, 'package.json'))) {
    skipped += 1;
    console.log(`SKIPPED  ${name}: it is not installed in ${folder}`);
    continue;
  }
  try {
    const { passed, said } = await run(folder);
    if (!passed) failed += 1;
    console.log(`${passed ? 'passed ' : 'FAILED '}  ${name}: ${said}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED   ${name}: ${(error as Error).message}`);
  }
}
console.log(`${trials.length - failed - skipped} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 ? 1 : 0);
