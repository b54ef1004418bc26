import type { Command, Help } from 'commander';
import { escapeUnsafe } from '../kernel/index.ts';
import { commands, groups } from './commands.ts';
import { endWithReader } from './end-with-reader.ts';
import { CommandError, type Io, processIo } from './io.ts';
import { synonymHint } from './synonym-hint.ts';
import { version } from './version.ts';

/**
 * The command line. Loads the one command that was named and runs it.
 *
 * @param argv the arguments after `node toolgate`
 * @returns the exit status: 0, 1 for failure, 2 for wrong usage
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  const [name, ...words] = argv;
  if (io.stdout === process.stdout) endWithReader(name, io.stdout, (code) => process.exit(code));
  try {
    const direct = commands.find((entry) => entry.name === name)?.direct;
    return (await direct?.(words, io)) === true ? 0 : await parsed(argv, io);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    // A name in it may be anybody's: a folder's, a file's, a server's. Its line breaks are a sentence's own.
    io.stderr.write(`toolgate: ${error.message.split('\n').map(escapeUnsafe).join('\n')}\n`);
    return error.exitCode;
  }
}

async function parsed(typed: readonly string[], io: Io): Promise<number> {
  const [{ Command, CommanderError }, { helpTexts }] = await Promise.all([
    import('commander'),
    import('./help-texts.ts'),
  ]);
  // The same help, whichever way it is asked for: of a command that is not loaded the library knows a line.
  const [asks, ...words] = typed;
  const known = commands.some(({ name }) => name === words[0]);
  const argv = asks !== 'help' || words.length === 0 ? typed : known ? [...words, '--help'] : words;
  let exitCode = 0;
  const done = (code: number): void => {
    exitCode = code;
  };
  const program = new Command('toolgate')
    .description('An MCP gateway: no call reaches a server without passing your policy.')
    .version(version, '-v, --version')
    // What stands behind a command is the command’s: `policy show <name> --version 3` asks for another version than ours.
    .enablePositionalOptions()
    .addHelpText('after', '\nExample:\n  toolgate up --demo\n  toolgate run --help');
  for (const { title, commands: below } of groups) {
    for (const { name, summary, load } of below) {
      const command = argv[0] === name ? (await load()).build(io, done) : new Command(name).allowUnknownOption();
      program.addCommand(command.summary(summary).helpGroup(`${title}:`));
    }
  }
  speaking(program, io, helpTexts);
  program.showHelpAfterError('(toolgate --help lists the commands)');
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

/** Commander must throw instead of leaving the process, and say what is wrong where and as the commands do, at every level. */
function speaking(command: Command, io: Io, texts: Partial<Help>, path = command.name()): void {
  command
    .exitOverride()
    .configureHelp(texts)
    .showHelpAfterError(`(${path} --help says what it takes)`)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(`toolgate: ${synonymSaid(command, text) ?? text.replace(/^error: /, '')}`),
    });
  for (const child of command.commands) speaking(child, io, texts, `${path} ${child.name()}`);
}

/** Below a noun, where a usual word has one meaning: there the library guesses by the spelling alone. */
function synonymSaid({ parent, commands: below }: Command, text: string): string | undefined {
  const word = /^error: unknown command '([a-z]+)'/.exec(text)?.[1];
  if (parent === null || word === undefined) return undefined;
  const names = below.map((command) => command.name());
  const hint = synonymHint(word, names);
  return hint === undefined ? undefined : `${hint}\n`;
}
