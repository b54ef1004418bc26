import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * `npm run mutation:folders [-- FOLDER...]`: the mutants of one folder after the other, of `src/policy` and `src/limits` where none is
 * named. Stryker writes what it found when a run ends, and keeps what earlier runs found of sources and tests that are
 * the same since: a campaign that is stopped goes on with the folder that it was at. Ends with 1 where a folder has a
 * share of mutants that tests find below 90 %.
 */
const least = 0.9;
const given = process.argv.slice(2);
const roots = given.length > 0 ? given : ['src/limits', 'src/policy'];
const sources = roots.flatMap((root) => globSync(`${root}/**/*.ts`)).filter((file) => !file.endsWith('.test.ts'));
const folders = [...new Set(sources.map(dirname))].toSorted();
if (folders.length === 0) throw new Error(`there are no sources in ${roots.join(', ')}`);

for (const folder of folders) {
  console.log(`${folder} (${folders.indexOf(folder) + 1} of ${folders.length})`);
  const mutate = `${folder}/*.ts,!${folder}/*.test.ts`;
  const { status, signal } = spawnSync('stryker', ['run', '--mutate', mutate], { stdio: 'inherit' });
  // 1 is a score below the threshold, which is looked at in the end.
  if (signal !== null || (status !== 0 && status !== 1))
    throw new Error(`the run of ${folder} broke: ${signal ?? status}`);
}

/** Of Stryker's JSON report, what is told here. */
interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { readonly status: string }[] }>>;
}

const path = 'reports/mutation/report.json';
const { files } = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report) : { files: {} };
for (const folder of folders) {
  const mutants = Object.entries(files).flatMap(([file, of]) => (dirname(file) === folder ? of.mutants : []));
  const found = mutants.filter(
    ({ status }) => status === 'Killed' || status === 'Timeout' || status === 'RuntimeError',
  );
  const missed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
  const all = found.length + missed.length;
  const share = all === 0 ? 1 : found.length / all;
  console.log(
    `${folder.padEnd(30)} ${String(found.length).padStart(5)} of ${String(all).padStart(5)} ${(share * 100).toFixed(1)} %`,
  );
  if (share < least) process.exitCode = 1;
}
