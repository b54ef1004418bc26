import { Command, Option } from 'commander';
import { escapeUnsafe } from '../audit/index.ts';
import { type Example, longestWindow, type OutcomeChange, type ReplayReport, replay } from '../lab/index.ts';
import { CommandError, type Io } from './io.ts';
import { type CallOptions, readingCalls, withCalls } from './policy-calls.ts';
import { readPolicyFile } from './policy-file.ts';

const failures = ['changed', 'refused', 'admitted', 'undecided'] as const;
type Failure = (typeof failures)[number];

interface ReplayOptions extends CallOptions {
  readonly policy: string;
  readonly failOn?: readonly Failure[];
  readonly json?: true;
}

/** `toolgate policy replay`: recorded calls judged again under a candidate. */
export function replayCommand(io: Io, done: (exitCode: number) => void): Command {
  return withCalls(new Command('replay'))
    .summary('judge recorded calls again under a candidate')
    .description(
      'Judge recorded calls again under a candidate: how many end as they did, how many otherwise and how, and how ' +
        'many cannot be decided because a value that the judgement needs was not kept. Budgets fill in the order of ' +
        'time. Without --calls and --data it reads the audit log where the gateway keeps it.',
    )
    .requiredOption('--policy <file>', 'the candidate')
    .addOption(
      new Option(
        '--fail-on <kind...>',
        'exit with 1 where a call changed, is newly refused (or asked for), newly admitted, or undecided',
      ).choices(failures),
    )
    .option('--json', 'the report as one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  toolgate policy replay --policy candidate.json --server github --since 7d\n' +
        '  toolgate audit export --server github | toolgate policy replay --policy candidate.json --calls - --fail-on refused',
    )
    .action(async (options: ReplayOptions) => done(await run(io, options)));
}

/** @returns the exit status */
async function run(io: Io, options: ReplayOptions): Promise<number> {
  if (options.policy === '-' && options.calls === '-')
    throw new CommandError('only one thing can be standard input', 2);
  const read = await readPolicyFile(io, options.policy);
  if (!read.ok) {
    for (const { line, column, message } of read.errors)
      io.stderr.write(`${options.policy}:${line}:${column}: ${message}\n`);
    return 1;
  }
  const report = await readingCalls(io, options, longestWindow(read.policy), (calls) =>
    replay(read.policy, calls, { since: options.since }),
  );
  io.stdout.write(options.json ? `${JSON.stringify(report)}\n` : text(report));
  return (options.failOn ?? []).some((kind) => happened(kind, report)) ? 1 : 0;
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
  const lines = [`${calls} calls judged again: ${same} the same, ${changed} changed, ${undecided} cannot be decided`];
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
  if (needs.startsWith('args')) return `${needs} was not kept ("audit" of a policy says what is)`;
  return needs.includes(' ') ? `hang on ${needs}, which is not decided either` : `${needs} is not on record`;
}

function shown({ subject, grant, time, source }: Example): string {
  return `, such as ${subject} by ${grant} at ${time} (${source})`;
}
