import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { type CountedFiles, countedFile, digestOf } from '../../scripts/mutation/counted.ts';
import type { ChangesRun } from '../changes/changes-run.ts';
import { addedUp } from '../fuzz/added-up.ts';
import type { Campaign } from '../fuzz/campaign.ts';
import { mutants } from '../mutants/mutants.ts';
import type { AgeReport } from '../soak/age.ts';
import { ageVerdicts, heapPerHour, heldOver } from '../soak/age-verdicts.ts';
import { classes, type Tried } from './classes.ts';
import { mutantRows, type Present } from './mutant-rows.ts';

/**
 * `npm run assurance`: writes `docs/assurance.md` from what the runs have left in `reports/`. What was not run has no
 * figure; nothing is carried over from an older page.
 */
const root = join(import.meta.dirname, '../..');
const reports = join(root, 'reports');

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

function read<T>(path: string): T | undefined {
  const file = join(reports, path);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}

const adversarial = read<Report>('adversarial.json');
/** Of `npm run test:services -- --reporter=json --outputFile.json=reports/services.json`, which CI writes as well. */
const services = read<Report>('services.json');
const caught = new Map(
  (read<{ kind: string; caughtBy?: string }[]>('assurance/mutants.json') ?? []).map((row) => [row.kind, row.caughtBy]),
);
const campaigns = (existsSync(join(reports, 'assurance')) ? readdirSync(join(reports, 'assurance')) : [])
  .filter((name) => /^fuzz-.*\.json$/.test(name))
  .flatMap((name) => read<Campaign>(`assurance/${name}`) ?? []);
const kinds = Map.groupBy(campaigns, ({ what }) => what);

const smallScope = read<SmallScope>('assurance/small-scope.json');
const mutation = read<CountedFiles>(relative('reports', countedFile));

interface CrashRun {
  readonly seed: number;
  readonly killedAtWork: number;
  readonly killedAtStart: number;
  readonly forwarded: number;
  readonly answered: number;
  readonly interrupted: number;
  readonly failed: readonly string[];
}

/** Runs of several seeds, one after the other, and what they came to together. */
function crashes(): string {
  const names = existsSync(join(reports, 'assurance')) ? readdirSync(join(reports, 'assurance')) : [];
  const runs = names
    .filter((name) => name.startsWith('crash-'))
    .flatMap((name) => read<CrashRun>(`assurance/${name}`) ?? []);
  if (runs.length === 0) return 'Not run beyond the slice that runs with every test.';
  const sum = (of: (run: CrashRun) => number): number => runs.reduce((total, run) => total + of(run), 0);
  const failed = runs.flatMap((run) => run.failed);
  return `Killed ${sum((run) => run.killedAtWork)} times at work and ${sum((run) => run.killedAtStart)} times while starting (seeds ${runs
    .map(({ seed }) => seed)
    .toSorted((a, b) => a - b)
    .join(', ')}): ${sum((run) => run.forwarded)} calls had been forwarded, ${sum((run) => run.answered)} answered,
${sum((run) => run.interrupted)} are on the record as interrupted. ${failed.length === 0 ? 'Nothing that was promised was missing.' : `Failed: ${failed.join('; ')}.`}`;
}

/** Changes or reloads while calls go through. */
function changesOf(how: string, run: ChangesRun | undefined): string {
  if (run === undefined) return `- ${how}: not run beyond the slice that runs with every test.`;
  return `- ${how}: ${run.changes} changes and ${run.calls} calls, ${(run.calls / run.seconds).toFixed(0)} a second for ${run.seconds.toFixed(0)} seconds; ${run.versions} versions, ${run.refused} calls correctly refused, **${run.faults}** failed, mixed, missing on the record or otherwise wrong.`;
}

/** The life of one gateway, judged by the verdicts as they are now. */
function ageOf(run: AgeReport | undefined): string {
  const [first, last] = [run?.samples[run.plan.warmUp], run?.samples.at(-1)];
  if (run === undefined || first === undefined || last === undefined) return 'Not run.';
  const held = (['residentMb', 'heapMb'] as const).map(
    (name) => `${first[name].toFixed(1)} → ${last[name].toFixed(1)}`,
  );
  const noes = ageVerdicts(run)
    .filter(([, holds]) => !holds)
    .map(([what]) => what);
  return `${(last.hours * 60).toFixed(0)} minutes, ${last.turns} turns, measured ${run.samples.length} times, ${run.plan.warmUp} of them during the warm-up. After it, the heap
after a collection went ${held[1]} MB: ${heapPerHour(run.samples.slice(run.plan.warmUp)).toFixed(2)} MB an hour, by the line through all measurements (goal: less than 1). Resident memory went ${held[0]} MB.
${run.failed} turns were answered wrongly${run.failed === 0 ? '' : ` (${run.failures.map((each) => each.replace(/^.*?"message":"([^"]*)".*$/s, '$1')).join(' ')})`}; ${run.unhandled.length} unhandled rejections or warnings of leaks.

${table(
  [
    'held, when nobody asks for anything',
    'after the warm-up',
    'at the end',
    'lowest',
    'highest',
    'at most',
    'rise',
    'at most',
  ],
  heldOver(run).map(({ name, ends, lowest, highest, most, rise, mostRise }) => [
    name,
    ...[...ends, lowest, highest, Math.floor(most), Math.round(rise), Math.floor(mostRise)].map(String),
  ]),
)}

${noes.length === 0 ? 'None of this grows, and no look is higher than it may be.' : `Wrong: ${noes.join('; ')}.`}`;
}

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
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const page = `# What was tried

\`npm run assurance\` writes this page from the results of the commands that it names. Each command reproduces its figures;
where one was not run, the page says so.

## Classes of attack: \`npm run test:adversarial\`

The upstream is a server on a bare socket. A call counts as refused only if no byte arrived there, the client got a stable
code, and the refusal is on the record. Each row counts tests.

${table(
  ['class', 'what', 'rows', 'where', 'not tried'],
  classes.map(({ id, what, tried, not }) => [
    id,
    what,
    counted(tried),
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

${changesOf('By the API', read<ChangesRun>('assurance/changes.json'))}
${changesOf('By the file', read<ChangesRun>('assurance/reloads.json'))}

## Age: \`npm run soak:age\`, \`npm run soak\`

A gateway runs at a steady rate with everything that happens to one: calls, refusals, sessions that come, go and are abandoned, streams,
approvals, reloads, grants that come and go, servers that break and die. It is measured each minute, and at each fifth measurement all
live objects of its main thread are counted. The table has the medians of the first and of the last third, the lowest and the highest
measurement with what the highest may be, and the rise of the straight line through all of them with what that may be. The reasons for
the bounds are in \`test/soak/age-verdicts.ts\`. The highest counts because a leak that is freed from time to time is at neither end.

${ageOf(read('assurance/age.json'))}

## Overload and stalls: \`npm run bench:overload\`, \`npm run bench:stalled\`

Each command prints a table for the machine that it runs on, with verdicts, and exits with 1 if a verdict is no. The checks that must
hold on any machine run with every test (\`test/adversarial/gateway/overload.test.ts\`, \`test/soak\`).

## What it found, and what became of it

- A store that could not free a call's slots ended the process, and every call with it. Now the operator is notified, and a failed
  release no longer changes the client's answer (\`test/adversarial/gateway/faults.test.ts\`).
- Two definitions that differ beyond the precision of a double had the same hash, so one could replace the other
  unseen. One with \`1e400\` in it cost its server the whole list. Now numbers are hashed as they are written
  (\`src/protocol/exact-hash.test.ts\`, \`test/fuzz/definitions\`).
- When the end of a call could not be recorded, the record named another outcome than the client got
  (\`test/adversarial/gateway/faults.test.ts\`).
- Node goes on reading after an answer that ends its connection. So the bytes behind a refused request, whose end parsers may disagree
  on, were judged and forwarded. Now nothing is read there (\`test/adversarial/edge/node-parser.test.ts\`).
- A server's hint that is no boolean counted as absent, and slipped past a rule that refuses destructive tools. Now it is unknown, and
  so the call is refused (cases written only from the language's text).
- Records of a killed process were never filed if workers followed a single process, or the reverse
  (\`test/services/remains.service.ts\`).
- A gateway kept the tools and the counts of every grant that had come and gone; two hours of its life
  showed it (\`src/composition/succession.test.ts\`). It still keeps a digest for each session that was ended, at most 100,000 of them.
- When a policy hid a tool, no listening client was notified; it went on offering the tool until it asked again
  (\`test/e2e/changed-lists.test.ts\`, found while a stream was tried through proxies).
- In a rush of two thousand connections, those that were refused were read, and refused, again and again: in two of seven rushes 4 % of
  the goodput was left (\`src/gateway/http/shedding.test.ts\`).
- A run of dots, zeros or letters was scanned again from each of its characters. A path in an argument held the process for seconds, a time
  for minutes, and so did a tool's description; \`toolgate scan\` did not end on an invalid version (\`src/policy/judge/steps.test.ts\`,
  \`src/definitions/findings.test.ts\`, \`src/clients/scan/scan.test.ts\`; \`npm run style\` finds the class of it).
- A request held back short of its last byte was judged by the policy, and let in by the grant, of when it began: calls could be kept in
  store for half a minute, until after they had been forbidden (\`test/adversarial/gateway/meanwhile.test.ts\`).
- Answers that their client did not read counted for nothing: two hundred of 4 MB held 1.5 GB for as long as the client liked
  (\`test/adversarial/gateway/unread.test.ts\`). Lists of a server were bounded page by page and not in sum (\`endless-lists.test.ts\`).
- After a server had moved to another address, it was shown the session id that the old server had given, and sessions resumed
  there without a handshake (\`test/adversarial/gateway/moved.test.ts\`).
- The dialog for a link of a server named no host for \`javascript:\`, and the wrong one where two readers differ
  (\`src/gateway/link-host.test.ts\`).
- An API key made with an API key outlived its maker's rights, and counted as a second person beside its maker: one person could agree
  twice. One-time links outlived them, too (\`test/control/accounts.test.ts\`, \`test/control/approvals.test.ts\`).
- Rights went on for as long as a body, a stream or an export did. An administrator who was removed while the body of a request of theirs was
  on its way made an API key that nobody took away any more; a password that was replaced while it was hashed opened a session all the same
  (\`test/control/losing-rights.test.ts\`).
- The API read a body before it asked for the permission: a stranger's 29 MB with 400,000 names held the gateway for two seconds
  (\`test/control/permissions.test.ts\`).
- One person put a policy of a server that wants two in force, by a session and a key, or by a key that made another
  (\`src/control/verbs/registry.test.ts\`).
- A connection to a server kept the call that it was dialled for, that call kept older connections, and they theirs. Two hours of life
  showed 1,272 sockets at one look and 103 at another (\`src/egress/let-go.test.ts\`).
- The verdicts on that life compared its two ends, and passed it. Now the highest look counts, and the line through all of them. By that line
  a life that had passed had two more leaks: that a grant had been used was remembered after it was gone, and a revoked grant
  stayed in two maps until 512 others had followed it (\`src/composition/succession.test.ts\`, \`src/snapshot/layered-map.test.ts\`).
- The smuggling campaign itself looped over a chunk of negative length, ended its own session with a valid \`DELETE\`, and mistook
  a call whose mark had been changed into another's for that other call: 5,000 streams were too few to show it.
`;
writeFileSync(join(root, 'docs/assurance.md'), page);
