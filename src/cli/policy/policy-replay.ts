import { Command, Option } from 'commander';
import { escapeUnsafe } from '../../kernel/index.ts';
import { type Example, longestWindow, type OutcomeChange, type ReplayReport, replay } from '../../lab/index.ts';
import { counted } from '../counted.ts';
import { CommandError, type Io } from '../io.ts';
import { wholeNumber } from '../option-values.ts';
import { inTheFolder, tellUnknownNamesOf } from '../unknown-names.ts';
import { type CallOptions, readingCalls, withCalls } from './policy-calls.ts';
import { validPolicy } from './policy-file.ts';
import { replayLive } from './policy-live.ts';

const failures = ['changed', 'refused', 'admitted', 'undecided'] as const;
type Failure = (typeof failures)[number];

interface ReplayOptions extends CallOptions {
  readonly policy?: string;
  readonly of?: string;
  readonly version?: number;
  readonly gateway?: string;
  readonly insecure?: boolean;
  readonly failOn?: readonly Failure[];
  readonly json?: true;
}

/** `toolgate policy replay`: recorded calls judged again under a candidate. */
export function replayCommand(io: Io, done: (exitCode: number) => void): Command {
  return withCalls(new Command('replay'))
    .summary('Judges recorded calls again under a candidate.')
    .description(
      'Judge recorded calls again under a candidate: how many end as they did, how many otherwise and how, and how ' +
        'many cannot be decided because a value that the judgement needs was not kept. Budgets fill in the order of ' +
        'time. Without --calls and --data it reads the audit log where the gateway keeps it. With --of the gateway itself ' +
        'judges what is on its record and in its capture, under a file or under a version that it has.',
    )
    .option('--policy <file>', 'the candidate')
    .option('--of <name>', 'a policy of the gateway, in place of a file: the calls under it, and its newest version')
    .option('--version <n>', 'another version of it', wholeNumber)
    .option('--gateway <url>', 'with --of: a gateway elsewhere, with the API key in TOOLGATE_API_KEY')
    .option('--insecure', 'send the API key over plain HTTP')
    .addOption(
      new Option(
        '--fail-on <kind...>',
        'exit with 1 where a call changed, is newly refused (or asked for), newly admitted, or undecided; and where none was judged',
      ).choices(failures),
    )
    .option('--json', 'the report as one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  toolgate policy replay --of github --version 7 --fail-on refused\n' +
        '  toolgate policy replay --policy candidate.json --server github --since 7d\n' +
        '  toolgate audit export --server github | toolgate policy replay --policy candidate.json --calls - --fail-on refused',
    )
    .action(async (options: ReplayOptions) => done(await run(io, options)));
}

/** @returns the exit status */
async function run(io: Io, options: ReplayOptions): Promise<number> {
  if (options.policy === '-' && options.calls === '-')
    throw new CommandError('only one thing can be standard input', 2);
  if (options.of !== undefined) return await live(io, options, options.of);
  if (options.gateway !== undefined) throw new CommandError('--gateway needs --of: a policy of that gateway', 2);
  const file = options.policy;
  if (file === undefined) throw new CommandError('--policy names the candidate, or --of a policy of the gateway', 2);
  const policy = await validPolicy(io, file);
  if (policy === undefined) return 1;
  const report = await readingCalls(io, options, longestWindow(policy), (calls) =>
    replay(policy, calls, { since: options.since }),
  );
  io.stdout.write(options.json ? `${JSON.stringify(report)}\n` : text(report));
  const exit = exitOf(io, options, report);
  const { calls, data } = options;
  if (report.calls === 0 && calls === undefined)
    await tellUnknownNamesOf(inTheFolder(io), data === undefined ? {} : { data }, options);
  return exit;
}

async function live(io: Io, options: ReplayOptions, of: string): Promise<number> {
  const { calls, tool } = options;
  if (calls !== undefined || tool !== undefined) {
    throw new CommandError(`${calls === undefined ? '--tool' : '--calls'} does not go with --of`, 2);
  }
  const report = await replayLive(io, { ...options, of });
  if (!options.json) io.stdout.write(text(report));
  const exit = exitOf(io, options, report);
  if (report.calls === 0) await tellUnknownNamesOf(io, options, options);
  return exit;
}

function exitOf(io: Io, { failOn = [] }: ReplayOptions, report: ReplayReport): number {
  if (report.calls === 0) {
    // A check of nothing must not look like one that was passed.
    io.stderr.write('toolgate: no call was judged: the record has none that these options choose\n');
    return failOn.length > 0 ? 1 : 0;
  }
  return failOn.some((kind) => happened(kind, report)) ? 1 : 0;
}

function happened(kind: Failure, { changed, undecided, changes }: ReplayReport): boolean {
  switch (kind) {
    case 'changed':
      return changed > 0;
    case 'undecided':
      return undecided > 0;
    case 'refused':
      return changes.some(({ effect }) => effect === 'refuses' || effect === 'asks');
    case 'admitted':
      return changes.some(({ effect }) => effect === 'admits');
  }
}

function text(report: ReplayReport): string {
  const { calls, same, changed, undecided, changes, cannotBeDecided, notJudged } = report;
  const lines = [
    `${counted(calls, 'call')} judged again: ${same} the same, ${changed} changed, ${undecided} cannot be decided`,
  ];
  const beside = Object.entries(notJudged);
  if (beside.length > 0) {
    lines.push(`beside them, what no policy decides: ${beside.map(([why, count]) => `${count} ${why}`).join(', ')}`);
  }
  if (changes.length > 0) lines.push('', 'Changed:', ...changes.map(changeLine));
  if (cannotBeDecided.length > 0) {
    lines.push('', 'Cannot be decided:');
    for (const { needs, calls: count, example } of cannotBeDecided)
      lines.push(`  ${count}  ${why(needs)}${shown(example)}`);
  }
  return `${lines.map(escapeUnsafe).join('\n')}\n`;
}

const effects = { refuses: 'now refused', admits: 'now admitted', asks: 'now asked for', otherwise: 'otherwise' };

function changeLine({ effect, was, now, calls, example }: OutcomeChange): string {
  const word = ({ outcome, code }: OutcomeChange['was']): string => (code === null ? outcome : `${outcome} ${code}`);
  const rule = now.rule === null ? '' : ` by ${now.rule}`;
  return `  ${calls}  ${effects[effect]}: ${word(was)} → ${word(now)}${rule}${shown(example)}`;
}

function why(needs: string): string {
  if (needs.startsWith('args')) return `${needs} was not kept ("audit" of a policy or a capture says what is)`;
  return needs.includes(' ') ? `hang on ${needs}, which is not decided either` : `${needs} is not on record`;
}

function shown({ subject, grant, time, source }: Example): string {
  return `, such as ${subject} by ${grant} at ${time} (${source})`;
}
