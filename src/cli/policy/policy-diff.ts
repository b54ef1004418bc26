import { Command, InvalidArgumentError } from 'commander';
import { diffPolicies } from '../../lab/index.ts';
import { CommandError, type Io } from '../io.ts';
import { readKnownTools } from './known-tools.ts';
import { diffJson, diffText } from './policy-diff-report.ts';
import { validPolicy } from './policy-file.ts';

const failures = ['widening', 'unproven', 'change'] as const;
type Failure = (typeof failures)[number];

interface DiffOptions {
  readonly tools?: string;
  readonly failOn?: readonly Failure[];
  readonly json?: true;
}

/** `toolgate policy diff`: what became allowed and what became denied. */
export function diffCommand(io: Io, done: (exitCode: number) => void): Command {
  return new Command('diff')
    .description(
      'What became allowed, refused, held or limited otherwise between two policies, as tools and arguments, each with ' +
        'a call that shows it. What is not listed is proven to be the same, or said not to be.',
    )
    .argument('<old>', 'the policy as it was')
    .argument('<new>', 'the policy as it would be')
    .option(
      '--tools <file>',
      "speak of these tools: a tools/list result, or a definition a line ('-' is standard input)",
    )
    .option(
      '--fail-on <what>',
      'exit with 1 where something is wider (widening), where it is not proven that nothing else is (unproven), or ' +
        'where anything changed (change); several with commas',
      failuresIn,
    )
    .option('--json', 'one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  toolgate policy diff main/policy.json policy.json --fail-on widening\n' +
        '  toolgate server tools files --config toolgate.yaml --json | toolgate policy diff old.yaml new.yaml --tools -',
    )
    .action(async (old: string, now: string, options: DiffOptions) => done(await run(io, old, now, options)));
}

function failuresIn(text: string): readonly Failure[] {
  return text.split(',').map((word) => {
    const found = failures.find((failure) => failure === word.trim());
    if (found === undefined) throw new InvalidArgumentError(`expected ${failures.join(', ')}.`);
    return found;
  });
}

/** @returns the exit status */
async function run(io: Io, oldFile: string, newFile: string, options: DiffOptions): Promise<number> {
  if ([oldFile, newFile, options.tools].filter((file) => file === '-').length > 1) {
    throw new CommandError('only one thing can be standard input', 2);
  }
  const old = await validPolicy(io, oldFile);
  const now = await validPolicy(io, newFile);
  if (old === undefined || now === undefined) return 1;
  const tools = options.tools === undefined ? undefined : await readKnownTools(io, options.tools);
  const found = diffPolicies(old, now, tools);
  const sides = { old: { file: oldFile, policy: old }, now: { file: newFile, policy: now } };
  io.stdout.write(options.json ? `${JSON.stringify(diffJson(found, sides))}\n` : diffText(found, sides));
  return (options.failOn ?? []).some((kind) => happened(kind, found)) ? 1 : 0;
}

function happened(kind: Failure, found: ReturnType<typeof diffPolicies>): boolean {
  switch (kind) {
    case 'widening':
      return found.widening;
    case 'unproven':
      return !found.proven.widening;
    case 'change':
      return found.document.length > 0 || found.items.some(({ changes }) => changes.length > 0);
  }
}
