import { Command, Option } from 'commander';
import { ImportError, type Imported, importClaudeCode, importCodex, importIntercept, lint } from '../../lab/index.ts';
import { readPolicy } from '../../policy/index.ts';
import { CommandError, type Io } from '../io.ts';
import { say } from '../say.ts';
import { readTextFile } from './policy-file.ts';

const importers = {
  intercept: importIntercept,
  'claude-code': importClaudeCode,
  codex: importCodex,
} as const satisfies Readonly<Record<string, (text: string, server?: string) => Promise<Imported>>>;

interface ImportOptions {
  readonly from: keyof typeof importers;
  readonly server?: string;
  readonly json?: true;
}

/** `toolgate policy import`: a policy from the rules of another program. */
export function importCommand(io: Io): Command {
  return new Command('import')
    .summary('Makes a policy from rules of Intercept, Claude Code or Codex.')
    .description(
      'Make a policy from the rules of another program. It never allows what they would not have allowed; what it ' +
        'refuses beyond them, and what is about something else, is listed on standard error.',
    )
    .argument(
      '<file>',
      "a policy of Intercept, Claude Code's settings.json, or Codex's config.toml; - is standard input",
    )
    .addOption(
      new Option('--from <program>', 'whose rules they are').choices(Object.keys(importers)).makeOptionMandatory(),
    )
    .option('--server <name>', 'the MCP server, by its name in the file, where the file speaks of several')
    .option('--json', 'policy and notes as one JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  toolgate policy import --from intercept stripe.yaml > policies/stripe.json\n' +
        '  toolgate policy import --from claude-code ~/.claude/settings.json --server github',
    )
    .action((file: string, options: ImportOptions) => run(io, file, options));
}

async function run(io: Io, file: string, { from, server, json }: ImportOptions): Promise<void> {
  const { document, notes } = await imported(await readTextFile(io, file), from, server, file);
  const checked = readPolicy(JSON.stringify(document), 'json', { name: 'policy' });
  if (!checked.ok) throw new CommandError(`${file} makes no valid policy: ${checked.errors[0]?.message}`);
  const warnings = [...checked.warnings, ...lint(checked.policy)];
  if (json) {
    io.stdout.write(`${JSON.stringify({ policy: document, notes, warnings })}\n`);
    return;
  }
  io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  for (const { effect, place, message } of notes) say(io.stderr, `${effect}: ${place}: ${message}`);
  for (const { pointer, message } of warnings) say(io.stderr, `warning: ${pointer}: ${message}`);
}

async function imported(
  text: string,
  from: ImportOptions['from'],
  server: string | undefined,
  file: string,
): Promise<Imported> {
  if (from === 'intercept' && server !== undefined) {
    throw new CommandError('a policy of Intercept is about one server; leave out --server', 2);
  }
  try {
    return await importers[from](text, server);
  } catch (error) {
    if (error instanceof ImportError) throw new CommandError(`${file}: ${error.message}`);
    throw error;
  }
}
