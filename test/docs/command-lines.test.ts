/** Every command that a page shows is one that there is, with the options and arguments that it has. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type Command, CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import type { Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { commandsIn } from './commands-in-help.ts';
import { pages, root } from './pages.ts';
import { programsOf, type Words } from './shell-line.ts';

const scripts: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;

const filesBelow = (path: string): string[] =>
  statSync(path).isFile()
    ? [path]
    : readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .map((file) => join(path, file));

interface Shown {
  readonly place: string;
  readonly words: Words;
  /** In a sentence a command may be named without all that it needs. */
  readonly inProse: boolean;
}

/** What the pages show, in blocks without a language and in code of a sentence. */
function everythingShown(): Shown[] {
  return pages.flatMap(({ path, blocks, prose }) => {
    const inBlocks = blocks
      .filter(({ language }) => language === '' || language === 'sql')
      .flatMap(({ place, text }) =>
        text
          .replaceAll('\\\n', ' ')
          .split('\n')
          .filter(
            (line) => /(?:^|[ (=])(?:toolgate|npm|npx|node) /.test(line) && !/^(?:npx|node|toolgate)\S* {2}/.test(line),
          )
          .flatMap((line) => programsOf(line.replace(/^-- .*?(?=[A-Z_]+=)/, '')))
          .map((words) => ({ place, words, inProse: false })),
      );
    const inProse = [...prose.matchAll(/`((?:[A-Z_]+=\S+ )?(?:toolgate|npm|npx|node) [^`]*)`/g)].flatMap(
      ({ index, 1: code = '' }) =>
        programsOf(code.replaceAll('\n', ' ')).map((words) => ({
          place: `${path}:${prose.slice(0, index).split('\n').length}`,
          words,
          inProse: true,
        })),
    );
    return [...inBlocks, ...inProse];
  });
}

const ioOf = (stdout: PassThrough): Io => ({
  stdin: new PassThrough(),
  stdout,
  stderr: new PassThrough(),
  env: {},
  cwd: '/',
});

/** The examples that a command shows in its help, and those below it. */
async function examplesOf(path: readonly string[]): Promise<Shown[]> {
  const stdout = new PassThrough();
  await main([...path, '--help'], ioOf(stdout));
  const help = String(stdout.read());
  const shown = /^Examples?:\n((?: {2}.*\n?)+)/m.exec(help)?.[1] ?? '';
  const examples = shown
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => programsOf(line))
    .map((words) => ({ place: `${path.join(' ')} --help`, words, inProse: false }));
  const all = [examples];
  for (const name of commandsIn(help)) all.push(await examplesOf([...path, name]));
  return all.flat();
}

const silent = { writeOut: () => undefined, writeErr: () => undefined };

/** A command that only reads its line. */
function reading(command: Command): Command {
  command.exitOverride().configureOutput(silent);
  for (const below of command.commands) reading(below);
  if (command.commands.length === 0) command.action(() => undefined);
  return command;
}

/** @returns what the command line has against it */
async function faultOfToolgate([name, ...words]: Words, inProse: boolean): Promise<string | undefined> {
  const entry = commands.find((one) => one.name === name);
  if (entry === undefined)
    return name?.startsWith('-') || (inProse && /^[<…]/.test(name ?? '…')) ? undefined : 'no such command';
  const command = reading((await entry.load()).build(ioOf(new PassThrough()), () => undefined));
  try {
    await command.parseAsync([...words], { from: 'user' });
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = error instanceof CommanderError ? error.code : '';
    if (code === 'commander.helpDisplayed') return undefined;
    const unsaid = ['missingArgument', 'missingMandatoryOptionValue', 'optionMissingArgument', 'help'];
    return inProse && unsaid.includes(code.replace('commander.', '')) ? undefined : error.message;
  }
}

/** Whether the source of a script of ours speaks of an option. */
function faultOfScript(file: string, words: Words): string | undefined {
  if (!existsSync(join(root, file))) return `no file ${file}`;
  // Those of other programs that a script hands them on to.
  if (file === 'test/conformance/through-gateway.ts') return undefined;
  const source = readFileSync(join(root, file), 'utf8');
  return words
    .filter((word) => word.startsWith('--'))
    .map((word) => word.slice(2).split('=')[0] ?? '')
    .filter((option) => !new RegExp(`(?:^|\\W)'?${option}'?: \\{ type:|'--${option}'`, 'm').test(source))
    .map((option) => `${file} has no option --${option}`)[0];
}

/** Verbs that are npm's own. */
const ofNpm = new Set(['audit', 'ci', 'install', 'pack', 'sbom']);

function faultOfNpm([verb = '', ...rest]: Words): string | undefined {
  if (ofNpm.has(verb)) return undefined;
  const [name = '', ...given] = verb === 'run' ? rest : [verb, ...rest];
  const script = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
  if (script === undefined) return `no script ${name}`;
  const dashes = given.indexOf('--');
  const file = /^node (?:--\S+ )*(\S+\.[jt]s)/.exec(script)?.[1];
  return dashes < 0 || file === undefined ? undefined : faultOfScript(file, given.slice(dashes + 1));
}

async function faultsOf(shown: readonly Shown[]): Promise<string[]> {
  const faults: string[] = [];
  for (const one of shown) {
    const fault = await faultOf(one);
    if (fault !== undefined) faults.push(`${one.place}: ${one.words.join(' ')}: ${fault}`);
  }
  return faults;
}

async function faultOf({ words, inProse }: Shown): Promise<string | undefined> {
  const [program, ...rest] = words[0] === 'npx' && words[1] === 'toolgate' ? words.slice(1) : words;
  if (program === 'toolgate') return faultOfToolgate(rest, inProse);
  if (program === 'npm') return faultOfNpm(rest);
  const file = rest.findIndex((word) => !word.startsWith('-'));
  if (program === 'node' && file >= 0) return faultOfScript(rest[file] ?? '', rest.slice(file + 1));
  return undefined;
}

describe('what the pages show as commands', () => {
  const shown = everythingShown();
  const of = (name: string): number => shown.filter(({ words }) => words[0] === name).length;

  it('is found', () => {
    expect(of('toolgate')).toBeGreaterThan(150);
    expect(of('npm')).toBeGreaterThan(40);
  });

  it('is what there is', async () => {
    expect(await faultsOf(shown)).toEqual([]);
  });

  it('is what there is in the helps, too', async () => {
    const examples = await examplesOf([]);
    expect(examples.filter(({ words }) => words[0] === 'toolgate').length).toBeGreaterThan(100);
    expect(await faultsOf(examples)).toEqual([]);
  });

  it('names variables that something reads', () => {
    const named = new Set(pages.flatMap(({ text }) => text.match(/\bTOOLGATE_[A-Z_]+\b/g) ?? []));
    const sources = ['src', 'scripts', 'test/services', 'package.json'].flatMap((at) => filesBelow(join(root, at)));
    const read = sources.map((file) => readFileSync(file, 'utf8')).join('\n');
    expect([...named].filter((name) => !read.includes(name))).toEqual([]);
  });

  it.each([
    ['toolgate gate up', 'no such command'],
    ['toolgate grant make x', "unknown command 'make'"],
    ['toolgate audit tail --folow', "unknown option '--folow'"],
    ['toolgate policy check', "missing required argument 'file'"],
    ['toolgate run -- npx x', "required option '--policy <file>' not specified"],
    ['toolgate connect notepad --server x', 'Allowed choices are'],
    ['npm run bench -- --sidez a', 'has no option --sidez'],
    ['npm run benchmark', 'no script benchmark'],
    ['node bench/none.ts', 'no file bench/none.ts'],
  ])('%s would be found', async (line, fault) => {
    const [words = []] = programsOf(line);
    expect(await faultOf({ place: '', words, inProse: false })).toContain(fault);
  });
});
