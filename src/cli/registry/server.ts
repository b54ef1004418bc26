import { resolve } from 'node:path';
import { Command } from 'commander';
import { type Config, loadConfig } from '../../config/index.ts';
import type { RemoteOptions } from '../api-client.ts';
import type { CommandModule } from '../command-module.ts';
import { CommandError, type Io } from '../io.ts';
import { configProblems } from '../problems.ts';
import { gatewayOptions } from '../with-gateway.ts';
import { listRegistered, serverRegistry, showTools } from './server-registry.ts';

interface ServerOptions extends RemoteOptions {
  readonly config?: string;
  readonly json: boolean;
}

type FileOptions = ServerOptions & { readonly config: string };

/** `toolgate server`: the servers, of a running gateway or of a configuration, and what they offer. */
export const build: CommandModule['build'] = (io) => {
  const server = new Command('server')
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
      hasFile(options) ? toolsOfFile(slug, options, io) : showTools(io, slug, options),
    );
  for (const command of serverRegistry(io)) server.addCommand(command);
  return server;
};

/** Classing what a server lists is loaded for nothing else. */
async function toolsOfFile(slug: string, options: FileOptions, io: Io): Promise<void> {
  const { showConfiguredTools } = await import('./configured-tools.ts');
  await showConfiguredTools(io, configOf(options, io), slug, options.json);
}

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

function configOf(options: FileOptions, io: Io): Config {
  const file = resolve(io.cwd, options.config);
  const loaded = loadConfig(file, io.env);
  if (!loaded.ok) throw new CommandError(configProblems(loaded.errors, file));
  return loaded.config;
}
