import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Mutant, mutants } from './mutants.ts';
import { openPlot } from './plant.ts';

/**
 * `npm run mutants`: plants each bug in a copy of the checkout and runs the tests that must catch it; before, the same
 * tests without any bug, which must pass. Ends with 1 when a bug is not caught. `--slice` takes those that every run of
 * the tests tries, `--only WORD` those whose kind has the word in it; what was found of the others before stays in the report.
 */
const { values } = parseArgs({
  options: { slice: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
});
const chosen = mutants.filter(({ kind, everyRun }) => (!values.slice || everyRun) && kind.includes(values.only));
const plot = openPlot();
/** A test that hangs has noticed. */
const mostMs = 240_000;

interface Ran {
  readonly passed: boolean;
  /** The name of the first test that failed. */
  readonly by: string | undefined;
}

async function run(files: readonly string[]): Promise<Ran> {
  const began = performance.now();
  const report = join(plot.folder, 'report.json');
  const cli = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
  const args = [
    cli,
    'run',
    ...files,
    '--bail=1',
    '--retry=2',
    '--testTimeout=120000',
    '--hookTimeout=120000',
    '--reporter=json',
    `--outputFile=${report}`,
    '--no-color',
  ];
  writeFileSync(report, '{}');
  const child = spawn(process.execPath, args, { cwd: plot.folder, stdio: 'ignore', timeout: mostMs });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const { default: told } = (await import(`${report}?${began}`, { with: { type: 'json' } })) as { default: Report };
  const passed = code === 0;
  const failed = told.testResults?.flatMap(({ assertionResults }) => assertionResults).find(isFailed);
  const broken = told.testResults?.find(isFailed)?.message ?? 'not a word';
  return { passed, by: passed ? undefined : (failed?.fullName ?? `a file that does not load: ${broken}`) };
}

interface Report {
  readonly testResults?: readonly {
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

function isFailed({ status }: { readonly status: string }): boolean {
  return status === 'failed';
}

interface Row extends Pick<Mutant, 'kind' | 'threats' | 'file'> {
  /** File and test; absent when nobody noticed. */
  readonly caughtBy?: string;
}

const rows: Row[] = [];
try {
  const sound = new Set<string>();
  for (const mutant of chosen) {
    const { kind, threats, file } = mutant;
    for (const tests of mutant.caughtBy) {
      if (sound.has(tests)) continue;
      const { passed, by } = await run([tests]);
      if (!passed) throw new Error(`without a bug there fails in ${tests}: ${by}`);
      sound.add(tests);
    }
    const takeOut = plot.plant(mutant);
    let caughtBy: string | undefined;
    for (const tests of mutant.caughtBy) {
      const { passed, by } = await run([tests]);
      if (!passed) caughtBy = `${tests}: ${by}`;
      if (!passed) break;
    }
    takeOut();
    rows.push({ kind, threats, file, ...(caughtBy === undefined ? {} : { caughtBy }) });
    console.log(`${caughtBy === undefined ? 'NOT CAUGHT' : 'caught    '} ${kind}\n             ${caughtBy ?? file}`);
  }
} finally {
  plot.remove();
}
const missed = rows.filter(({ caughtBy }) => caughtBy === undefined);
console.log(`${rows.length} bugs planted, ${rows.length - missed.length} caught`);
if (missed.length > 0) process.exitCode = 1;
if (!values.slice) {
  const folder = join(import.meta.dirname, '../../reports/assurance');
  const file = join(folder, 'mutants.json');
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Row[]) : [];
  const known = new Map([...before, ...rows].map((row) => [row.kind, row]));
  mkdirSync(folder, { recursive: true });
  const all = mutants.flatMap(({ kind }) => known.get(kind) ?? []);
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`);
}
