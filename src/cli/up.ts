import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { Gateway } from '../compose.ts';
import { type Config, type LoadedConfig, loadConfig, watchConfig } from '../config/index.ts';
import { newSecret, packageFile } from '../kernel/index.ts';
import { startGateway } from '../main.ts';
import { type Logger, newLogger } from '../telemetry/index.ts';
import type { CommandModule } from './command-module.ts';
import { dataFolder } from './data-folder.ts';
import { CommandError, type Io } from './io.ts';
import { configProblems, policyProblems, startFailure } from './problems.ts';
import { untilSignal } from './until-signal.ts';
import { version } from './version.ts';

interface UpOptions {
  readonly config?: string;
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
  readonly demo: boolean;
  readonly insecure: boolean;
}

const demoConfig = fileURLToPath(packageFile('examples/demo/toolgate.yaml'));

/** `toolgate up`: the gateway. */
export const build: CommandModule['build'] = (io) =>
  new Command('up')
    .summary('the gateway')
    .description('Starts the gateway on the servers, policies and grants of a configuration file.')
    .option('--config <file>', 'the configuration; ./toolgate.yaml when it is there')
    .option('--data <folder>', 'where state lives')
    .option('--host <host>', 'address to listen on')
    .option('--port <port>', 'port to listen on; 0 takes a free one')
    .option('--demo', 'run the demo server behind a demo policy, with a fresh token', false)
    .option('--insecure', 'allow plain HTTP on an address that is not loopback', false)
    .addHelpText('after', '\nExample:\n  toolgate up --config toolgate.yaml --data /var/lib/toolgate')
    .action((options: UpOptions) => up(options, io));

async function up(options: UpOptions, io: Io): Promise<void> {
  const token = newSecret('tg_');
  const env = options.demo ? { ...io.env, TOOLGATE_DEMO_TOKEN: token } : io.env;
  const file = configFile(options, io);
  const load = (): LoadedConfig => loadConfig(file, env, overrides(options));
  const loaded = load();
  if (!loaded.ok) throw new CommandError(configProblems(loaded.errors, file));
  const log = newLogger(io.stderr, io.env.TOOLGATE_LOG_LEVEL);
  for (const warning of loaded.warnings) log.warn({ pointer: warning.pointer, line: warning.line }, warning.message);

  const folder = dataFolder(io, options.data, options.demo);
  const gateway = await startGateway({
    config: loaded.config,
    dataFolder: folder.path,
    ignored: folder.ignored,
    warm: false,
    metrics: true,
    env: io.env,
    log,
    version,
  }).catch(startFailure);

  let plane: Awaited<ReturnType<typeof openPlane>> | undefined;
  try {
    plane = await openPlane(gateway, folder.path, loaded.config, log).catch(startFailure);
    const door = await gateway.openHttp(loaded.config, plane.routes).catch(startFailure);
    const watcher = watchConfig(loaded.files, load, {
      onChange: async ({ config }) => {
        const applied = await gateway.apply(config);
        if (applied.ok) log.info({ version: applied.snapshot.version }, 'the new configuration is in force');
        else log.error({ problems: policyProblems(applied.problems) }, 'the old configuration stays in force');
      },
      onFault: (errors) =>
        log.error({ problems: configProblems(errors, file) }, 'the old configuration stays in force'),
    });
    io.stdout.write(greeting(loaded.config, door.address, options.demo ? token : undefined, folder.path));
    await untilSignal();
    watcher.close();
    await door.close(10_000);
  } finally {
    await plane?.close();
    await gateway.close();
  }
}

/** The control plane beside the gateway, and its local socket, by which other commands speak to this one. */
async function openPlane(gateway: Gateway, dataFolder: string, { publicUrl }: Config, log: Logger) {
  const [{ openControlPlane }, { openLocalDoor, ListenError }, { dashboardRoutes }] = await Promise.all([
    import('../control-plane.ts'),
    import('../edge/index.ts'),
    import('../dashboard/index.ts'),
  ]);
  const plane = await openControlPlane({
    dataFolder,
    keys: gateway.keys,
    clock: gateway.ports.clock,
    services: publicUrl === undefined ? {} : { publicUrl },
    version,
    onError: (error) => log.error({ error }, 'the control plane failed at something'),
  });
  const local = await openLocalDoor(join(dataFolder, 'control.sock'), plane.localRoutes, {
    onError: (error, route) => log.error({ error, route }, 'a handler failed'),
  }).catch((error: unknown) => {
    if (!(error instanceof ListenError)) throw error;
    // Commands open the folder by themselves then, which is as safe.
    log.warn({ error }, 'there is no local socket');
    return undefined;
  });
  return {
    routes: [...plane.routes, ...dashboardRoutes()],
    close: async () => {
      await local?.close(2_000);
      await plane.close();
    },
  };
}

function configFile(options: UpOptions, io: Io): string {
  if (options.demo && options.config === undefined) return demoConfig;
  const file = resolve(io.cwd, options.config ?? 'toolgate.yaml');
  if (options.config === undefined && !existsSync(file)) {
    throw new CommandError('there is no ./toolgate.yaml; name a configuration with --config, or try --demo', 2);
  }
  return file;
}

function overrides({ host, port, insecure }: UpOptions): { host?: string; port?: number; insecure?: boolean } {
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) < 65_536)) {
    throw new CommandError(`--port wants a number up to 65535, not "${port}"`, 2);
  }
  return {
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(insecure ? { insecure } : {}),
  };
}

function greeting(
  config: Config,
  at: { readonly host: string; readonly port: number },
  demoToken: string | undefined,
  folder: string,
): string {
  const host = at.host.includes(':') ? `[${at.host}]` : at.host;
  const origin = config.publicUrl ?? `${config.tls === undefined ? 'http' : 'https'}://${host}:${at.port}`;
  const lines = [`Toolgate ${version} is ready on ${origin}`, ''];
  for (const slug of config.servers.keys()) lines.push(`  ${origin}/mcp/${slug}`);
  if (demoToken !== undefined) lines.push('', ...demoLines(`${origin}/mcp/netdiag`, demoToken, at.port, folder));
  return `${lines.join('\n')}\n`;
}

function demoLines(url: string, token: string, port: number, folder: string): string[] {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const call = {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name: 'tcp_connect', arguments: { host: '127.0.0.1', port }, _meta: meta },
  };
  return [
    `  token: ${token}`,
    '',
    'A call through it (the eleventh within a minute is refused, and so is every tool that the policy does not name):',
    '',
    `  curl -s ${url} -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' \\`,
    `    -H 'Accept: application/json, text/event-stream' -H 'MCP-Protocol-Version: 2026-07-28' \\`,
    `    -H 'Mcp-Method: tools/call' -H 'Mcp-Name: tcp_connect' \\`,
    `    -d '${JSON.stringify(call)}'`,
    '',
    `What happened: npx toolgate audit tail --data ${folder}`,
    '',
  ];
}
