import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Argument, Command, Option } from 'commander';
import {
  applyEdit,
  type Client,
  type ClientId,
  clientFiles,
  clientIds,
  clientNamed,
  type Edit,
  entryEdit,
  forwardPolicy,
  gatewayEntry,
  gatewaySnippet,
  needsBridge,
  readConfiguration,
} from '../../clients/index.ts';
import { escapeUnsafe, whyNoFile } from '../../kernel/index.ts';
import { askYes } from '../ask-yes.ts';
import type { CommandModule } from '../command-module.ts';
import { dataFolder } from '../data-folder.ts';
import { CommandError, type Io } from '../io.ts';
import { say } from '../say.ts';
import { checkServer } from './check-server.ts';
import { ClientChanges } from './client-changes.ts';
import { clientMachine } from './client-machine.ts';
import { readClientText } from './client-text.ts';
import { ownCommand } from './own-command.ts';
import { undo } from './undo.ts';
import { writeWhole } from './write-whole.ts';

interface ConnectOptions {
  readonly server?: string;
  readonly url: string;
  readonly name?: string;
  readonly tokenVariable: string;
  readonly scope?: 'user' | 'project';
  readonly file?: string;
  readonly toolgate?: string;
  readonly print?: true;
  readonly undo?: true;
  readonly yes?: true;
  readonly data?: string;
}

/** `toolgate connect`: a client's configuration, so that it reaches a server through the gateway. */
export const build: CommandModule['build'] = (io, done) =>
  new Command('connect')
    .description(
      'Writes one entry into the configuration of an MCP client, so that it reaches a server through the gateway, after\n' +
        'showing what changes. All else in the file stays to the byte. The token is never written: the client takes it\n' +
        'from a variable of its environment.',
    )
    .addArgument(new Argument('<client>', 'which client').choices([...clientIds]))
    .option('--server <slug>', 'the server, as the gateway calls it')
    .option('--url <url>', 'where the gateway is', 'http://127.0.0.1:7070')
    .option('--name <name>', 'what the client is to call it; the slug by default')
    .option('--token-variable <name>', 'the variable that holds the token', 'TOOLGATE_TOKEN')
    .addOption(new Option('--scope <scope>', 'whose configuration').choices(['user', 'project']))
    .option('--file <file>', 'another file than the client’s usual one')
    .option('--print', 'only print what would stand in the file')
    .option('--undo', 'take back what connect has written')
    .option('--yes', 'do not ask')
    .option('--toolgate <command>', 'how to start toolgate, for clients that need a program in between')
    .option('--data <folder>', 'the data folder of a gateway here; what stood in the file before is kept there')
    .addHelpText(
      'after',
      `
Examples:
  toolgate connect claude-code --server files --print
  toolgate connect cursor --server github --url https://gate.example
  toolgate connect cursor --undo`,
    )
    .action(async (client: ClientId, options: ConnectOptions) => {
      done(options.undo === true ? undo('connect', options, io) : await connect(clientNamed(client), options, io));
    });

async function connect(client: Client, options: ConnectOptions, io: Io): Promise<number> {
  const { server: slug, tokenVariable } = options;
  if (slug === undefined) throw new CommandError('--server must name the server, as the gateway calls it', 2);
  if (!/^[a-z0-9-]{1,31}$/.test(slug)) throw new CommandError('--server wants a slug: small letters, digits, -', 2);
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(tokenVariable))
    throw new CommandError('--token-variable wants the name of a variable, never the token itself', 2);
  const gateway = gatewayUrl(options.url);
  const server = { name: options.name ?? slug, url: `${gateway}/mcp/${slug}`, tokenVariable };
  const folder = dataFolder(io, options.data).path;
  await checkServer(io, { slug, gateway, folder });
  const policy = join(folder, 'clients', 'forward.json');
  const bridge = { toolgate: ownCommand(options.toolgate), policy };
  if (options.print === true) {
    io.stdout.write(gatewaySnippet(client, server, bridge));
    return 0;
  }
  const file = options.file === undefined ? usualFile(client, options.scope, io) : resolve(io.cwd, options.file);
  const there = readClientText(file);
  const before = there?.text;
  const edit = editOf(client, before ?? '', server.name, gatewayEntry(client, server, bridge), file);
  const after = applyEdit(before ?? '', edit);
  if (after === before) {
    io.stdout.write(`${escapeUnsafe(file)} says so already\n`);
    return 0;
  }
  say(io.stdout, `${file}${there === undefined ? ' (new)' : linkTo(there.path, file)}`);
  // What is replaced may hold secrets, and is not shown.
  if (hasEntry(file, before ?? '', server.name))
    io.stdout.write(`- the entry ${escapeUnsafe(server.name)} that stands there\n`);
  io.stdout.write(gatewaySnippet(client, server, bridge).replace(/^(?=.)/gm, '+ '));
  if (!(await askYes(io, 'Write it?', options.yes === true))) return 1;
  using changes = new ClientChanges(folder);
  if (needsBridge(client)) {
    try {
      writeWhole(policy, Buffer.from(forwardPolicy));
    } catch (error) {
      throw new CommandError(`${policy} cannot be written: ${whyNoFile(error)}`);
    }
  }
  changes.write('connect', file, before, after);
  io.stdout.write(
    `written; ${client.title} takes the token from ${tokenVariable}, and reads the file anew when it is started again\n`,
  );
  return 0;
}

/** Somebody else's folder may lead into one's own: which file is written is said. */
function linkTo(path: string, file: string): string {
  return path === file ? '' : ` (a link to ${escapeUnsafe(path)})`;
}

function hasEntry(file: string, text: string, name: string): boolean {
  return readConfiguration(file, text).servers.some((server) => server.name === name && server.path.length === 2);
}

function gatewayUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    url.username !== '' ||
    url.search !== '' ||
    url.hash !== ''
  ) {
    throw new CommandError('--url wants an http or https URL without user, query and fragment', 2);
  }
  return url.href.replace(/(?<!\/)\/+$/, '');
}

function usualFile(client: Client, scope: ConnectOptions['scope'], io: Io): string {
  const files = clientFiles(client, clientMachine(io)).filter((one) => scope === undefined || one.scope === scope);
  const usual = files.find(({ path }) => existsSync(path)) ?? files.find((one) => one.scope === 'user') ?? files[0];
  if (usual === undefined) throw new CommandError(`${client.title} has no configuration of a ${scope ?? 'user'}`, 2);
  return usual.path;
}

/** @throws CommandError where the file cannot be changed safely */
function editOf(
  client: Client,
  text: string,
  name: string,
  entry: ReturnType<typeof gatewayEntry>,
  file: string,
): Edit {
  try {
    return entryEdit(client.format, text, [client.section, name], entry);
  } catch (error) {
    const why = error instanceof TypeError || text === '' ? `: ${String(error)}` : ': it is not well-formed';
    throw new CommandError(`${file} cannot be changed${why}; --print shows what to put into it`);
  }
}
