import { Command, Option } from 'commander';
import { escapeUnsafe } from '../../kernel/index.ts';
import { type RecordedCall, suggest } from '../../lab/index.ts';
import { counted } from '../counted.ts';
import { CommandError, type Io } from '../io.ts';
import { inTheFolder, tellUnknownNamesOf } from '../unknown-names.ts';
import { type CallOptions, readingCalls, withCalls } from './policy-calls.ts';
import { suggestLive } from './policy-live.ts';

/** Calls that a suggestion is made from at most: more of them say nothing new. */
const most = 100_000;

interface SuggestOptions extends CallOptions {
  readonly gateway?: string;
  readonly insecure?: boolean;
  readonly strict?: true;
  readonly loose?: true;
  readonly json?: true;
}

/** `toolgate policy suggest`: the smallest policy that covers what was done. */
export function suggestCommand(io: Io): Command {
  return withCalls(new Command('suggest'))
    .summary('Writes the smallest policy that covers recorded calls.')
    .description(
      'Write the smallest policy that covers recorded calls: default deny, the tools in use, closed argument lists, ' +
        'rules for values where they were kept, limits above the peaks. It is checked by replay: every call that ' +
        'went through is allowed. The policy goes to standard output, what it allows beyond that to standard error. With ' +
        '--grant and --server, and without --calls, the gateway makes it from its record and its capture.',
    )
    .option('--gateway <url>', 'a gateway elsewhere, with the API key in TOOLGATE_API_KEY')
    .option('--insecure', 'send the API key over plain HTTP')
    .option('--strict', 'no globs, tight ranges and limits')
    .addOption(new Option('--loose', 'globs for verbs that change something, no closed lists').conflicts('strict'))
    .option('--json', 'policy and report as one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  toolgate policy suggest --grant alice-laptop --server github --since 14d > policies/github.json\n' +
        '  toolgate policy suggest --calls captured.jsonl --strict',
    )
    .action((options: SuggestOptions) => run(io, options));
}

async function run(io: Io, options: SuggestOptions): Promise<void> {
  const { gateway, grant, server, calls: from, tool } = options;
  const strictness = options.strict ? 'strict' : options.loose ? 'loose' : 'normal';
  if (from === undefined && tool === undefined && grant !== undefined && server !== undefined) {
    return print(io, options, await suggestLive(io, { ...options, grant, server, strictness }));
  }
  if (gateway !== undefined)
    throw new CommandError('--gateway needs --grant and --server, and neither --calls nor --tool', 2);
  const calls = await readingCalls(io, options, 0, async (recorded) => {
    const found: RecordedCall[] = [];
    for await (const one of recorded) {
      if (one.kind === 'call') found.push(one);
      if (found.length > most) throw new CommandError(`more than ${most} calls: take fewer with --since or --grant`);
    }
    return found;
  });
  const suggestion = suggest(calls, strictness);
  if (suggestion === undefined) {
    const { data, grant, server } = options;
    if (from === undefined)
      await tellUnknownNamesOf(inTheFolder(io), data === undefined ? {} : { data }, { grant, server });
    throw new CommandError('no call went through, and so there is nothing to allow');
  }
  print(io, options, { ...suggestion, document: `${JSON.stringify(suggestion.document, null, 2)}\n` });
}

function print(
  io: Io,
  options: SuggestOptions,
  made: {
    readonly document: string;
    readonly calls: number;
    readonly leftOut: number;
    readonly wider: readonly string[];
  },
): void {
  const { document, calls: count, leftOut, wider } = made;
  if (options.json) {
    io.stdout.write(`${JSON.stringify({ policy: JSON.parse(document), calls: count, leftOut, wider })}\n`);
    return;
  }
  io.stdout.write(document);
  const lines = [
    count === 1 ? 'made from 1 call, which it allows' : `made from ${count} calls, all of which it allows`,
  ];
  if (leftOut > 0) lines.push(`left out: ${counted(leftOut, 'call')} refused, or held for a human`);
  if (wider.length > 0) lines.push('beyond what was seen it allows', ...wider.map((sentence) => `  ${sentence}`));
  io.stderr.write(`${lines.map(escapeUnsafe).join('\n')}\n`);
}
