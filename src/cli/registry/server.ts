import { resolve } from 'node:path';
import { Command } from 'commander';
import { type Config, loadConfig } from '../../config/index.ts';
import type { ToolTable } from '../../definitions/index.ts';
import { inspectServer } from '../../gateway/index.ts';
import { anchoredClock, Fault } from '../../kernel/index.ts';
import { listed, type Policy, readPolicy } from '../../policy/index.ts';
import { openUpstream } from '../../upstream/index.ts';
import type { GatewayOptions } from '../api-client.ts';
import type { CommandModule } from '../command-module.ts';
import { CommandError, type Io } from '../io.ts';
import { LastWords } from '../last-words.ts';
import { configProblems, policyProblems } from '../problems.ts';
import { version } from '../version.ts';
import { gatewayOptions } from '../with-gateway.ts';
import { listRegistered, serverRegistry, showTools } from './server-registry.ts';

interface ServerOptions extends GatewayOptions {
  readonly config?: string;
  readonly json: boolean;
}

type FileOptions = ServerOptions & { readonly config: string };

/** `toolgate server`: the servers, of a running gateway or of a configuration, and what they offer. */
export const build: CommandModule['build'] = (io) => {
  const server = new Command('server')
    .summary('the servers, and what they offer')
    .description('The servers: which there are, what they offer, and putting others in reach.')
    .addHelpText('after', '\nExample:\n  toolgate server add github --url https://api.example.com/mcp');
  gatewayOptions(server.command('list'))
    .description('Lists the servers of the gateway, or those that a configuration file declares.')
    .option('--config <file>', 'those of this configuration; no gateway is asked')
    .addHelpText('after', '\nExample:\n  toolgate server list\n  toolgate server list --config toolgate.yaml')
    .action((options: ServerOptions) => (hasFile(options) ? list(options, io) : listRegistered(io, options)));
  gatewayOptions(server.command('tools'))
    .argument('<slug>', 'the server')
    .description(
      'Asks a server for its tools and shows them as the gateway sees them: class, severity, hash of the definition and\n' +
        'what may be wrong with it; with --config, whether the policies of the file list it. Calls nothing.',
    )
    .option('--config <file>', 'a server of this configuration; no gateway is asked')
    .addHelpText(
      'after',
      '\nExample:\n  toolgate server tools github\n  toolgate server tools netdiag --config toolgate.yaml',
    )
    .action((slug: string, options: ServerOptions) =>
      hasFile(options) ? tools(slug, options, io) : showTools(io, slug, options),
    );
  for (const command of serverRegistry(io)) server.addCommand(command);
  return server;
};

function hasFile(options: ServerOptions): options is FileOptions {
  return options.config !== undefined;
}

function list(options: FileOptions, io: Io): void {
  for (const server of configOf(options, io).servers.values()) {
    const { slug, transport } = server;
    const where = server.transport === 'stdio' ? (server.command[0] ?? '') : new URL(server.url).origin;
    io.stdout.write(
      options.json ? `${JSON.stringify({ slug, transport, where })}\n` : `${slug}  ${transport}  ${where}\n`,
    );
  }
}

async function tools(slug: string, options: FileOptions, io: Io): Promise<void> {
  const config = configOf(options, io);
  const server = config.servers.get(slug);
  if (server === undefined) throw new CommandError(`the configuration has no server ${slug}`, 2);
  const policies = policiesFor(config, slug);
  const lastWords = new LastWords();
  const upstream = await openUpstream(server, {
    clock: anchoredClock(),
    log: (event) => {
      if (event.level === 'warn') io.stderr.write(`${slug}: ${event.detail}\n`);
      else lastWords.hear(event);
    },
  });
  try {
    const table = await inspectServer(upstream, version);
    for (const line of options.json ? jsonLines(table, policies) : textLines(table, policies))
      io.stdout.write(`${line}\n`);
  } catch (error) {
    for (const line of lastWords.lines) io.stderr.write(`${slug}: ${line}\n`);
    if (error instanceof Fault) throw new CommandError(`${slug}: ${error.message} (${error.code})`);
    throw error;
  } finally {
    await upstream.close();
  }
}

function configOf(options: FileOptions, io: Io): Config {
  const file = resolve(io.cwd, options.config);
  const loaded = loadConfig(file, io.env);
  if (!loaded.ok) throw new CommandError(configProblems(loaded.errors, file));
  return loaded.config;
}

/** The policies under which some grant reaches the server. */
function policiesFor(config: Config, slug: string): Policy[] {
  const names = new Set(config.grants.flatMap(({ servers }) => servers.get(slug) ?? []));
  return [...names].flatMap((name) => {
    const source = config.policies.get(name);
    if (source === undefined) return [];
    const read = readPolicy(source.text, source.format, {
      name,
      lineOffset: source.lineOffset,
      columnOffset: source.columnOffset,
    });
    if (read.ok) return [read.policy];
    throw new CommandError(policyProblems([{ policy: name, file: source.file, errors: read.errors }]));
  });
}

function jsonLines({ tools: usable, unusable }: ToolTable, policies: readonly Policy[]): string[] {
  return [
    ...[...usable.values()].map(({ name, hash }) =>
      JSON.stringify({ name, usable: true, class: 'unclassified', hash, listedBy: listedBy(policies, name) }),
    ),
    ...unusable.map(({ name, reason }) => JSON.stringify({ name: name ?? null, usable: false, reason })),
  ];
}

function textLines({ tools: usable, unusable }: ToolTable, policies: readonly Policy[]): string[] {
  const width = Math.max(0, ...[...usable.keys()].map((name) => name.length));
  const lines = [...usable.values()].map(({ name, hash }) => {
    const by = listedBy(policies, name);
    const shown = policies.length === 0 ? 'no policy' : by.length === 0 ? 'not listed' : `listed by ${by.join(', ')}`;
    return `${name.padEnd(width)}  unclassified  ${hash.slice(0, 12)}  ${shown}`;
  });
  const left = unusable.map(
    ({ name, reason }) => `unusable: ${name === undefined ? '(no name)' : JSON.stringify(name)}: ${reason}`,
  );
  return [...lines, ...left];
}

function listedBy(policies: readonly Policy[], name: string): string[] {
  return policies.filter((policy) => listed(policy, 'tool', name)).map((policy) => policy.name);
}
