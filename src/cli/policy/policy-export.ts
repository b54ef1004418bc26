import { Command, Option } from 'commander';
import { exportClaudeCode, exportCodex } from '../../lab/index.ts';
import { CommandError, type Io } from '../io.ts';
import { say } from '../say.ts';
import { readKnownTools } from './known-tools.ts';
import { validPolicy } from './policy-file.ts';

const exporters = { 'claude-code': exportClaudeCode, codex: exportCodex } as const;

interface ExportOptions {
  readonly policy: string;
  readonly to: keyof typeof exporters;
  readonly server: string;
  readonly tools?: string;
  readonly json?: true;
}

/** `toolgate policy export`: what a client can hold back by itself. */
export function exportRulesCommand(io: Io, done: (exitCode: number) => void): Command {
  return new Command('export')
    .summary('Writes what a client can hold back by itself.')
    .description(
      'Write rules for a client, so that it does not offer what the policy hides or refuses, and asks where a human ' +
        'must agree. They spare an agent refusals; the gateway stays the one that refuses. What a client cannot say ' +
        'is listed on standard error.',
    )
    .requiredOption('--policy <file>', 'the policy document')
    .addOption(new Option('--to <client>', 'for which client').choices(Object.keys(exporters)).makeOptionMandatory())
    .requiredOption('--server <name>', "the server's name in the client's configuration")
    .option(
      '--tools <file>',
      "all tools of the server: a tools/list result, or a definition a line ('-' is standard input)",
    )
    .option('--json', 'text and what it does not say as one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  toolgate policy export --policy github.json --to claude-code --server github\n' +
        '  toolgate server tools github --config toolgate.yaml --json | toolgate policy export --policy github.json --to codex --server github --tools -',
    )
    .action(async (options: ExportOptions) => done(await run(io, options)));
}

/** @returns the exit status */
async function run(io: Io, { policy: file, to, server, tools: toolsFile, json }: ExportOptions): Promise<number> {
  if (file === '-' && toolsFile === '-') throw new CommandError('only one thing can be standard input', 2);
  const policy = await validPolicy(io, file);
  if (policy === undefined) return 1;
  const tools = toolsFile === undefined ? undefined : (await readKnownTools(io, toolsFile)).map(({ name }) => name);
  const { text, notExpressible } = await exporters[to](policy, server, tools);
  if (json) {
    io.stdout.write(`${JSON.stringify({ text, notExpressible })}\n`);
    return 0;
  }
  io.stdout.write(text);
  for (const sentence of notExpressible) say(io.stderr, `only the gateway: ${sentence}`);
  return 0;
}
