import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type CountedFiles, countedFile, tallied } from './counted.ts';

/**
 * `npm run mutation:folders [-- FOLDER... --OPTION...]`: the mutants of one folder after the other, of `src/policy` and `src/limits`
 * where none is named. Stryker writes what it found when a run ends, and keeps what earlier runs found of sources and tests
 * that are the same since: a campaign that is stopped goes on with the folder that it was at. What begins with `--` is an option
 * of Stryker's: with `--force` everything is run anew. Ends with 1 where a folder has a share of mutants that tests find
 * below 90 %.
 */
const least = 0.9;
const given = process.argv.slice(2);
const options = given.filter((word) => word.startsWith('--'));
const named = given.filter((word) => !word.startsWith('--'));
const roots = named.length > 0 ? named : ['src/limits', 'src/policy'];
const sources = roots.flatMap((root) => globSync(`${root}/**/*.ts`)).filter((file) => !file.endsWith('.test.ts'));
const folders = [...new Set(sources.map(dirname))].toSorted();
if (folders.length === 0) throw new Error(`there are no sources in ${roots.join(', ')}`);

for (const folder of folders) {
  console.log(`${folder} (${folders.indexOf(folder) + 1} of ${folders.length})`);
  const mutate = `${folder}/*.ts,!${folder}/*.test.ts`;
  const { status, signal } = spawnSync('stryker', ['run', '--mutate', mutate, ...options], { stdio: 'inherit' });
  // 1 is a score below the threshold, which is looked at in the end.
  if (signal !== null || (status !== 0 && status !== 1))
    throw new Error(`the run of ${folder} broke: ${signal ?? status}`);
}

const counted = JSON.parse(readFileSync(countedFile, 'utf8')) as CountedFiles;
for (const folder of folders) {
  const of = sources.filter((file) => dirname(file) === folder).flatMap((file) => counted[file] ?? []);
  const { all, survived, share } = tallied(of);
  console.log(`${folder.padEnd(30)} ${String(all - survived).padStart(5)} of ${String(all).padStart(5)} ${share} %`);
  if (survived > (1 - least) * all) process.exitCode = 1;
}
