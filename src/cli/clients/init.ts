import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { type Recommendation, recommendForServer, type Strength, strengths } from '../../catalog/index.ts';
import {
  applyEdit,
  type ClientConfiguration,
  type ConfiguredServer,
  clientFiles,
  entryEdit,
  governEntry,
  isAtLeast,
  knownClients,
  readConfiguration,
  type ScanReport,
  scan,
} from '../../clients/index.ts';
import { readWhole, slugFrom } from '../../config/index.ts';
import { escapeUnsafe, whyNoFile } from '../../kernel/index.ts';
import { askYes } from '../ask-yes.ts';
import type { CommandModule } from '../command-module.ts';
import { dataFolder } from '../data-folder.ts';
import { CommandError, type Io } from '../io.ts';
import { collected } from '../option-values.ts';
import { say } from '../say.ts';
import { ClientChanges } from './client-changes.ts';
import { clientMachine } from './client-machine.ts';
import { readClientText } from './client-text.ts';
import { ownCommand } from './own-command.ts';
import { toolsFor } from './tools-for.ts';
import { undo } from './undo.ts';
import { writeWhole } from './write-whole.ts';

interface InitOptions {
  readonly file: readonly string[];
  readonly strength: Strength;
  readonly policies?: string;
  readonly connect?: true;
  readonly dryRun?: true;
  readonly undo?: true;
  readonly yes?: true;
  readonly toolgate?: string;
  readonly data?: string;
}

/** `toolgate init`: a policy in front of every server that the clients here are configured with. */
export const build: CommandModule['build'] = (io, done) =>
  new Command('init')
    .description(
      'Finds the configurations of MCP clients of this user and this folder, scans them, writes a recommended policy for\n' +
        'each server, and puts `toolgate run` with it in front of the server, after showing what changes. What stood in\n' +
        'the files is kept: --undo brings it back to the byte.',
    )
    .option('--file <file>', 'only this configuration; repeatable', collected, [])
    .addOption(
      new Option('--strength <strength>', 'how much the policies stand in the way')
        .choices([...strengths])
        .default('guarded'),
    )
    .option('--policies <folder>', 'where policies are written; those that are there stay as they are')
    .option('--connect', 'start and dial the servers and ask them for their tools: runs what the files name')
    .option('--dry-run', 'only show what would change')
    .option('--undo', 'take back what init has changed')
    .option('--yes', 'do not ask')
    .option('--toolgate <command>', 'how clients are to start toolgate')
    .option('--data <folder>', 'where what stood in the files before is kept')
    .addHelpText(
      'after',
      '\nExamples:\n  toolgate init --dry-run\n  toolgate init --strength observe\n  toolgate init --undo',
    )
    .action(async (options: InitOptions) => {
      done(options.undo === true ? undo('init', options, io) : await init(options, io));
    });

/** A file with what is to become of it. */
interface Rewiring {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** A line for each server. What is replaced may hold secrets, and is not shown. */
  readonly shown: string;
}

async function init(options: InitOptions, io: Io): Promise<number> {
  const folder = dataFolder(io, options.data).path;
  const configurations = configurationsHere(options, io);
  const report = await scanned(configurations, options, folder, io);
  const policies = new Policies(resolve(io.cwd, options.policies ?? join(folder, 'policies')));
  const rewirings = configurations.flatMap(({ configuration, text, path }, index) =>
    rewired({ ...configuration, path }, text, report.files[index]?.servers ?? [], policies, options),
  );
  if (rewirings.length === 0) {
    io.stdout.write('there is no server without a policy in the configurations here\n');
    return 0;
  }
  for (const { file, shown } of rewirings) io.stdout.write(`${escapeUnsafe(file)}\n${shown}\n`);
  for (const { file, sentence, kept } of policies.all)
    say(io.stdout, `${file}: ${kept ? `stays as it is${doubtOf(file)}` : sentence}`);
  if (isAtLeast(report, 'high')) io.stdout.write('\nsome of it is grave: `toolgate scan` says what\n');
  if (options.dryRun === true) return 0;
  if (!(await askYes(io, '\nWrite it?', options.yes === true))) return 1;
  using changes = new ClientChanges(folder);
  policies.write();
  for (const { file, before, after } of rewirings) {
    changes.write('init', file, before, after);
    io.stdout.write(`${escapeUnsafe(file)} is written\n`);
  }
  io.stdout.write(
    '\nclients read their files anew when they are started again. `toolgate init --undo` takes it back\n',
  );
  return 0;
}

interface Found {
  readonly configuration: ClientConfiguration;
  readonly text: string;
  /** Where it lies when links are followed. */
  readonly path: string;
}

/** @throws CommandError for a file that cannot be read whole: what is not understood is not changed */
function configurationsHere({ file: named }: InitOptions, io: Io): Found[] {
  const machine = clientMachine(io);
  const usual = knownClients.flatMap((client) => clientFiles(client, machine).map(({ path }) => path));
  const files = named.length > 0 ? named.map((one) => resolve(io.cwd, one)) : usual.filter((path) => existsSync(path));
  // One file may be there under two names; it is written once.
  const seen = new Set<string>();
  return files.flatMap((file) => {
    const read = readClientText(file);
    if (read === undefined) throw new CommandError(`${file} cannot be read: there is no such file`, 2);
    if (seen.has(read.path)) return [];
    seen.add(read.path);
    const configuration = readConfiguration(file, read.text);
    const [problem] = configuration.problems;
    if (problem !== undefined) throw new CommandError(`${file}:${problem.line}:${problem.column}: ${problem.message}`);
    return [{ configuration, ...read }];
  });
}

async function scanned(found: readonly Found[], options: InitOptions, folder: string, io: Io): Promise<ScanReport> {
  const { catalogueTools } = await import('./catalogue-tools.ts');
  using catalogue = catalogueTools(folder);
  const report = await scan(
    found.map(({ configuration }) => configuration),
    toolsFor(catalogue, options.connect === true, io),
  );
  // Without a word a policy that forwards everything would stand where nobody has looked.
  for (const { rule, server, message } of report.findings)
    if (rule === 'not-looked-at') io.stderr.write(`toolgate: ${escapeUnsafe(`${server}: ${message}`)}\n`);
  return report;
}

function rewired(
  { file, path, format, servers }: ClientConfiguration & Pick<Found, 'path'>,
  before: string,
  facts: ScanReport['files'][number]['servers'],
  policies: Policies,
  options: InitOptions,
): Rewiring[] {
  let after = before;
  // Somebody else's folder may lead into one's own: which file is written is said.
  let shown = path === file ? '' : `  a link to ${escapeUnsafe(path)}\n`;
  for (const [index, server] of servers.entries()) {
    const known = facts[index];
    if (known === undefined || known.governed) continue;
    const tools = known.tools.map(({ definition, ...tool }) => ({ ...tool, inputSchema: definition.inputSchema }));
    const policy = policies.fileFor(server, recommendForServer(tools, options.strength));
    const guard = { toolgate: ownCommand(options.toolgate), policy, slug: slugFrom(server.name) };
    try {
      const edit = entryEdit(format, after, server.path, governEntry(server, guard));
      shown += `  ${escapeUnsafe(`${known.name}: ${known.package ?? known.where}, behind ${policy}`)}\n`;
      after = applyEdit(after, edit);
    } catch (error) {
      throw new CommandError(`${file} cannot be changed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return after === before ? [] : [{ file, before, after, shown }];
}

interface PolicyFile {
  readonly file: string;
  readonly sentence: string;
  readonly text: string;
  /** One of that name stands there: somebody may have made it his own. */
  readonly kept: boolean;
}

/**
 * What a policy that was there before may be taken for, and is not: it was perhaps written while nothing was known of
 * the server.
 */
function doubtOf(file: string): string {
  try {
    const document: unknown = JSON.parse(readWhole(file).toString('utf8'));
    const observes =
      typeof document === 'object' && document !== null && 'mode' in document && document.mode === 'observe';
    return observes ? ', and only observes: it refuses nothing. Remove it to have one made anew' : '';
  } catch {
    return ', and is no JSON: `toolgate policy check` says what is wrong with it';
  }
}

/** The policies that are to be written, one for each server, each in a file of its own. */
class Policies {
  readonly #folder: string;
  readonly #files = new Map<string, PolicyFile>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  get all(): readonly PolicyFile[] {
    return [...this.#files.values()];
  }

  fileFor({ name }: ConfiguredServer, { document, sentence }: Recommendation): string {
    const text = `${JSON.stringify(document, null, 2)}\n`;
    for (let count = 1; ; count += 1) {
      const file = join(this.#folder, `${slugFrom(name)}${count === 1 ? '' : `-${count}`}.json`);
      const own = this.#files.get(file);
      if (own?.text === text) return file;
      if (own !== undefined) continue;
      this.#files.set(file, { file, sentence, text, kept: existsSync(file) });
      return file;
    }
  }

  write(): void {
    for (const { file, text, kept } of this.all) {
      if (kept) continue;
      if (existsSync(file)) throw new CommandError(`${file} has come into being in the meantime; it was not written`);
      try {
        mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
        // Half a policy would be one that is there, and stays as it is.
        writeWhole(file, Buffer.from(text));
      } catch (error) {
        throw new CommandError(`${file} cannot be written: ${whyNoFile(error)}`);
      }
    }
  }
}
