import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';
import { type OwnTests, ownTests } from './own-tests.ts';
import { openPlot } from './plant.ts';

/**
 * `npm run mutants`: plants each bug in a copy of the checkout and runs the tests that must catch it, which are those of the
 * classes of attack that it opens; before, the same tests without any bug, which must pass. Ends with 1 when a bug is not
 * caught. `--slice` takes those that every run of the tests tries, `--only WORD` those whose kind has the word in it or that
 * open the class; what was found of the others before stays in the report.
 */
const { values } = parseArgs({
  options: { slice: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
});
const chosen = mutants.filter(
  ({ kind, threats, everyRun }) =>
    (!values.slice || everyRun) && (kind.includes(values.only) || threats.split(', ').includes(values.only)),
);
const plot = openPlot();
/** A test that hangs has noticed, and is named: it has its time thrice, which is less than a file has. */
const testMs = 60_000;
const mostMs = 5 * testMs;

interface Ran {
  readonly passed: boolean;
  /** The name of the first test that failed. */
  readonly by: string | undefined;
}

async function run({ file, pattern }: OwnTests): Promise<Ran> {
  const began = performance.now();
  const report = join(plot.folder, 'report.json');
  const cli = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');
  const args = [
    cli,
    'run',
    file,
    ...(file.endsWith('.service.ts') ? ['--config', 'test/services/vitest.config.ts'] : []),
    ...(pattern === undefined ? [] : ['-t', pattern]),
    '--bail=1',
    '--retry=2',
    `--testTimeout=${testMs}`,
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

/** @returns file and test that noticed; `undefined` when nobody did */
async function noticed(tests: readonly OwnTests[]): Promise<string | undefined> {
  for (const each of tests) {
    const { passed, by } = await run(each);
    if (!passed) return `${each.file}: ${by}`;
  }
  return undefined;
}

/** The same for each class that a bug opens: one whose tests do not notice is enough to miss it. */
async function noticedByAll(classes: readonly (readonly OwnTests[])[]): Promise<string | undefined> {
  let first: string | undefined;
  for (const tests of classes) {
    const by = await noticed(tests);
    if (by === undefined) return undefined;
    first ??= by;
  }
  return first;
}

interface Row extends Pick<Mutant, 'kind' | 'threats' | 'file'> {
  /** File and test; absent when nobody noticed. */
  readonly caughtBy?: string;
}

const folder = join(import.meta.dirname, '../../reports/assurance');
const file = join(folder, 'mutants.json');
const known = new Map(
  (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Row[]) : []).map((row) => [row.kind, row]),
);

/** After each bug: whatever ends a run of half an hour, what was found until then is kept. */
function keep(row: Row): void {
  known.set(row.kind, row);
  if (values.slice) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    file,
    `${JSON.stringify(
      mutants.flatMap(({ kind }) => known.get(kind) ?? []),
      null,
      2,
    )}\n`,
  );
}

/** Files whose tests were run without any bug → what failed there. */
const unsound = new Map<string, string | undefined>();

/** @returns what fails of a bug's tests without it: such tests prove nothing */
async function failsAnyway(tests: readonly OwnTests[]): Promise<string | undefined> {
  for (const { file: tried } of tests) {
    if (!unsound.has(tried)) {
      // All of its tests: other bugs ask for others of them.
      const { passed, by } = await run({ file: tried, pattern: undefined });
      unsound.set(tried, passed ? undefined : `${tried}: ${by}`);
    }
    const failed = unsound.get(tried);
    if (failed !== undefined) return failed;
  }
  return undefined;
}

let missed = 0;
try {
  for (const mutant of chosen) {
    const { kind, threats, file: at } = mutant;
    const tests = ownTests(mutant);
    const before = await failsAnyway(tests.flat());
    if (before !== undefined) {
      missed += 1;
      console.log(`NOT TRIED  ${kind}\n             without a bug there fails in ${before}`);
      continue;
    }
    const takeOut = plot.plant(mutant);
    const caughtBy = await noticedByAll(tests);
    takeOut();
    if (caughtBy === undefined) missed += 1;
    keep({ kind, threats, file: at, ...(caughtBy === undefined ? {} : { caughtBy }) });
    console.log(`${caughtBy === undefined ? 'NOT CAUGHT' : 'caught    '} ${kind}\n             ${caughtBy ?? at}`);
  }
} finally {
  plot.remove();
}
console.log(`${chosen.length} bugs planted, ${chosen.length - missed} caught`);
if (missed > 0) process.exitCode = 1;
