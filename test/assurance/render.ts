import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { type CountedFiles, countedFile, digestOf } from '../../scripts/mutation/counted.ts';
import type { ChangesRun } from '../changes/changes-run.ts';
import { addedUp } from '../fuzz/added-up.ts';
import type { Campaign } from '../fuzz/campaign.ts';
import { mutants } from '../mutants/mutants.ts';
import { ageOf } from './age-of.ts';
import { changesOf } from './changes-of.ts';
import { classes, type Tried } from './classes.table.ts';
import { crashes } from './crashes.ts';
import { found } from './found.table.ts';
import { mutantRows, type Present } from './mutant-rows.ts';
import { report, reportsNamed } from './reports.ts';
import { table } from './table.ts';

/**
 * `npm run assurance`: writes `docs/assurance.md` from what the runs have left in `reports/`. What was not run has no
 * figure; nothing is carried over from an older page.
 */
const root = join(import.meta.dirname, '../..');

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

interface SmallScope {
  readonly policies: number;
  readonly judgements: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly disagreements: readonly string[];
}

const adversarial = report<Report>('adversarial.json');
/** Of `npm run test:services -- --reporter=json --outputFile.json=reports/services.json`, which CI writes as well. */
const services = report<Report>('services.json');
const caught = new Map(
  (report<{ kind: string; caughtBy?: string }[]>('assurance/mutants.json') ?? []).map((row) => [
    row.kind,
    row.caughtBy,
  ]),
);
const kinds = Map.groupBy(reportsNamed<Campaign>(/^fuzz-.*\.json$/), ({ what }) => what);

const smallScope = report<SmallScope>('assurance/small-scope.json');
const mutation = report<CountedFiles>(relative('reports', countedFile));

/** Where Stryker keeps results tells the rule by which the runner counts now. */
const { incrementalFile, mutate } = JSON.parse(readFileSync(join(root, 'stryker.config.json'), 'utf8')) as {
  readonly incrementalFile: string;
  readonly mutate: readonly string[];
};

/** The rooms that are mutated, as they are now. */
function presentSources(): Present {
  const not = mutate.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const paths = mutate
    .filter((pattern) => !pattern.startsWith('!'))
    .flatMap((pattern) => globSync(pattern, { cwd: root, exclude: not }));
  return {
    digests: new Map(paths.map((path) => [path, digestOf(readFileSync(join(root, path), 'utf8'))])),
    rule: basename(incrementalFile, '.json'),
  };
}

/** Rows that passed, and rows that did not. */
function counted(tried: readonly Tried[]): string {
  if (tried.length === 0) return '–';
  if (adversarial === undefined) return 'not run';
  const results = [...adversarial.testResults, ...(services?.testResults ?? [])];
  const rows = tried.flatMap(({ file, tests }) =>
    results
      .filter(({ name }) => name.endsWith(`/${file}`))
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(
        ({ fullName, status }) => status !== 'skipped' && status !== 'pending' && (tests?.test(fullName) ?? true),
      ),
  );
  const failed = rows.filter(({ status }) => status === 'failed').length;
  return failed === 0 ? String(rows.length) : `${rows.length}, ${failed} failed`;
}

const told = (outcomes: Readonly<Record<string, number>>): string =>
  Object.entries(outcomes)
    .map(([outcome, times]) => `${outcome} ${times}`)
    .join(', ');
const page = `# What was tried

\`npm run assurance\` writes this page from the results of the commands that it names. Each command reproduces its figures;
where one was not run, the page says so.

## Classes of attack: \`npm run test:adversarial\`

The upstream is a server on a bare socket. A call counts as refused only if no byte arrived there, the client got a stable
code, and the refusal is on the record. Each row counts tests. The planted bugs are those of the table below that open the class.

${table(
  ['class', 'what', 'rows', 'planted bugs', 'where', 'not tried'],
  classes.map(({ id, what, tried, not }) => [
    id,
    what,
    counted(tried),
    String(mutants.filter(({ threats }) => threats.split(', ').includes(id)).length),
    [...new Set(tried.map(({ file }) => `\`${file}\``))].join(', '),
    not ?? '',
  ]),
)}

## Inputs at random: \`npm run fuzz -- --what calls --inputs N --seed S\`

An input is a failure if one of ten decoders, three readers of streams, four HTTP parsers or the reference judge sees another
call, event, request or definition than the one that was judged. For policies, \`node test/reference/run.ts --pairs N --seed S\`
gives each policy, with eight calls under it, to both judges. Runs of several seeds are added up; a seed counts once.

${table(
  ['what', 'inputs', 'runs, by their first seeds', 'outcomes', 'failures'],
  [...kinds]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([what, all]) => {
      const { runs, sum } = addedUp(all);
      const from = runs.map(({ seed, inputs }) => `${seed} (${inputs})`).join(', ');
      return [what, String(sum.inputs), from, told(sum.outcomes), String(sum.failures.length)];
    }),
)}

## Planted bugs: \`npm run mutants\`

Each bug is planted in a copy of the gateway, and the tests named with it must fail.

${table(
  ['bug', 'opens', 'file', 'caught by'],
  mutants.map(({ kind, threats, file }) => [
    kind,
    threats,
    `\`${file}\``,
    caught.has(kind) ? (caught.get(kind) ?? '**nobody**') : 'not run',
  ]),
)}

## Every policy of a small scope: \`npm run small-scope\`

All policies of at most three rules, each with at most two conditions, over one argument that has one of four values or is absent,
are judged by the product and by the reference. The reference (\`test/reference\`) was written only from the text of the language.
A slice runs with every test.

${
  smallScope === undefined
    ? 'Not run.'
    : `${smallScope.policies} policies, ${smallScope.judgements} judgements (${told(smallScope.outcomes)}), ${smallScope.disagreements.length} disagreements.`
}

## Mutants of the rooms that read and decide: \`npm run mutation\`

Every operator, literal, branch and call of \`policy\`, \`limits\`, \`protocol\` and \`approvals\` is changed, one at a time, and the rooms' own tests must fail.
A mutant that is not found within a second and a half of computing survives, and the test that finds one must pass without it. The earlier rule did not
require that, so its rows may be a point too high or too low.

Results are kept for each file with the digest of its content. The last column says how many files have changed since they were counted; their tests may have
grown since, too. Folders that are not in the table were not run. Run one folder with \`npm run mutation:folders -- src/policy\`, single files with
\`npm run mutation -- --mutate 'src/policy/judge/*.ts,!src/**/*.test.ts'\`.

Most survivors are texts of documentation, checks that only narrow a type, checks before a step that would have the same result without them, and code that
only saves time.

${
  mutation === undefined
    ? 'Not run.'
    : table(
        ['folder', 'mutants', 'found by a test', 'never ended', 'survived', 'found', 'counted of its files'],
        mutantRows(mutation, presentSources()),
      )
}

## Crash and power loss: \`npm run crash\`, \`npx vitest run test/crash\`

Three things are tried: gateways are killed in the middle of calls, as often as the command says; the power fails after every write,
sync and promise of a journal, on a disk that fills up and fails (\`test/crash/power.test.ts\`); and the folder is cut at places of its
journal and opened again. Afterwards everything that was promised must be there, and each chain must verify. No call may reach its server
before its intent is where its class demands it.

${crashes()}

## Changes under load: \`npm run changes\`, \`npm run changes -- --reloads\`

While calls come at a steady rate, policies, grants, servers and stops are changed one after the other, or the configuration file is
rewritten with another policy and another server. Each call's answer, its record and what the server saw must agree on one
version that was in force during the call.

${changesOf('By the API', report<ChangesRun>('assurance/changes.json'))}
${changesOf('By the file', report<ChangesRun>('assurance/reloads.json'))}

## Age: \`npm run soak:age\`, \`npm run soak\`

A gateway runs at a steady rate with everything that happens to one: calls, refusals, sessions that come, go and are abandoned, streams,
approvals, reloads, grants that come and go, servers that break and die. It is measured each minute, and at each fifth measurement all
live objects of its main thread are counted. The table has the medians of the first and of the last third, the lowest and the highest
measurement with what the highest may be, and the rise of the straight line through all of them with what that may be. The reasons for
the bounds are in \`test/soak/age-verdicts.ts\`. The highest counts because a leak that is freed from time to time is at neither end.

${ageOf(report('assurance/age.json'))}

## Overload and stalls: \`npm run bench:overload\`, \`npm run bench:stalled\`

Each command prints a table for the machine that it runs on, with verdicts, and exits with 1 if a verdict is no. The checks that must
hold on any machine run with every test (\`test/adversarial/gateway/overload.test.ts\`, \`test/soak\`).

## What it found, and what became of it

${found}`;
writeFileSync(join(root, 'docs/assurance.md'), page);
