import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { contextOf } from '../generate/call.ts';
import type * as Decide from '../judge/decide.ts';
import type * as Log from '../judge/exact-log.ts';
import type * as Judge from '../judge/judge.ts';
import type { Mutant } from './mutants.ts';
import type { Side } from './side.ts';

const source = join(import.meta.dirname, '../judge');
/** Below `node_modules`, so that the copies find what the originals import. */
const copies = join(import.meta.dirname, '../../../node_modules/.cache/reference-mutants');

/**
 * The reference with one line changed, loaded from a copy of its source: the reference itself knows nothing of it.
 *
 * @throws when the line is no longer there, or is there twice
 */
export async function loadMutant({ mistake, file, from, to }: Mutant, number: number): Promise<Side> {
  const folder = join(copies, `${process.pid}-${number}`);
  mkdirSync(folder, { recursive: true });
  try {
    for (const name of readdirSync(source)) {
      const text = readFileSync(join(source, name), 'utf8');
      if (name === file && text.split(from).length !== 2) throw new Error(`not once in ${file}: ${from}`);
      const mutated = name === file ? text.replace(from, () => to) : text;
      const stripped = stripTypeScriptTypes(mutated).replaceAll(/(from '\.\/[a-z-]+)\.ts'/g, "$1.mjs'");
      writeFileSync(join(folder, name.replace(/\.ts$/, '.mjs')), stripped);
    }
    const load = (name: string): Promise<unknown> => import(pathToFileURL(join(folder, name)).href);
    const { judge } = (await load('judge.mjs')) as typeof Judge;
    const { decide } = (await load('decide.mjs')) as typeof Decide;
    const { exactLog } = (await load('exact-log.mjs')) as typeof Log;
    return {
      name: mistake,
      open: (document) => (step, witness) => judge(document, step.call, contextOf(step), witness),
      decide,
      exactLog,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
