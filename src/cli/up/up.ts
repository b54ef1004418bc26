import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { Gateway } from '../../composition/composed.ts';
import { type Config, loadConfig, watchConfig } from '../../config/index.ts';
import type { FrontDoor } from '../../edge/index.ts';
import { newSecret, packageFile } from '../../kernel/index.ts';
import { startGateway } from '../../main.ts';
import { ReadingThread } from '../../reading/index.ts';
import type { OwnWorker } from '../../workers/index.ts';
import type { CommandModule } from '../command-module.ts';
import { dataFolder } from '../data-folder.ts';
import { CommandError, type Io } from '../io.ts';
import { loggerOf } from '../logger-of.ts';
import { configProblems, policyProblems, startFailure } from '../problems.ts';
import { untilSignal } from '../until-signal.ts';
import { version } from '../version.ts';
import { fileRemainsOf } from './file-remains-of.ts';
import { adminOriginOf, greeting, originOf } from './greeting.ts';
import { openPlane, type ServedPlane } from './open-plane.ts';

interface UpOptions {
  readonly config?: string;
  readonly data?: string;
  readonly host?: string;
  readonly port?: string;
  readonly demo: boolean;
  readonly insecure: boolean;
  readonly drainDelay?: string;
  readonly drainTimeout: string;
  readonly workers?: string;
}

const demoConfig = fileURLToPath(packageFile('examples/demo/toolgate.yaml'));

/** `toolgate up`: the gateway. */
export const build: CommandModule['build'] = (io) =>
  new Command('up')
    .description('Starts the gateway on the servers, policies and grants of a configuration file.')
    .option('--config <file>', 'the configuration; ./toolgate.yaml when it is there')
    .option('--data <folder>', 'where state lives')
    .option('--host <host>', 'address to listen on')
    .option('--port <port>', 'port to listen on; 0 takes a free one')
    .option('--demo', 'run the demo server behind a demo policy, with a fresh token', false)
    .option('--insecure', 'allow plain HTTP on an address that is not loopback', false)
    .option(
      '--drain-delay <seconds>',
      'asked to end, go on serving for so long while /readyz says no; by default until nobody calls, 2 at most',
    )
    .option('--drain-timeout <seconds>', 'then calls under way have so long to end by themselves', '25')
    .option('--workers <n>', 'so many processes behind one port; needs TOOLGATE_DATABASE_URL')
    .addHelpText('after', '\nExample:\n  toolgate up --config toolgate.yaml --data /var/lib/toolgate')
    .action((options: UpOptions) => up(options, io));

async function up(options: UpOptions, io: Io): Promise<void> {
  const leaving = leavingOf(options);
  const workers = workersOf(options.workers, options.demo, io.env);
  if (workers > 1) {
    const leaveMs = leaving.finishMs + ('fixedMs' in leaving.serve ? leaving.serve.fixedMs : mostIdleMs);
    const { upWorkers } = await import('./up-workers.ts');
    return upWorkers({ ...options, config: configFile(options, io) }, { count: workers, leaveMs }, io);
  }
  const worker =
    io.env.TOOLGATE_WORKER === undefined ? undefined : await (await import('../../workers/index.ts')).asWorker();
  if (worker === undefined) await fileRemainsOf(dataFolder(io, options.data, options.demo).path, 0, io);
  try {
    await serve(options, leaving, worker, io);
  } finally {
    worker?.leave();
  }
}

async function serve(options: UpOptions, leaving: Leaving, worker: OwnWorker | undefined, io: Io): Promise<void> {
  const token = newSecret('tg_');
  const env = options.demo ? { ...io.env, TOOLGATE_DEMO_TOKEN: token } : io.env;
  const file = configFile(options, io);
  const loaded = loadConfig(file, env, overrides(options));
  if (!loaded.ok) throw new CommandError(configProblems(loaded.errors, file));
  const log = loggerOf(io, 'info', 'at once');
  for (const { pointer, line, message, maybeStored } of loaded.warnings) {
    if (maybeStored === undefined) log.warn({ pointer, line }, message);
  }

  const folder = dataFolder(io, options.data, options.demo);
  let at = '';
  let dashboard = '';
  // Whoever starts waits for nothing else; from then on a thread reads, so that no call waits.
  const reading = new ReadingThread();
  const gateway = await startGateway({
    config: loaded.config,
    dataFolder: folder.path,
    ignored: folder.ignored,
    warm: false,
    metrics: true,
    ...(worker === undefined ? {} : { together: worker.together }),
    env: io.env,
    log,
    version,
    origin: () => dashboard,
    inJson: (policy) => (at === '' ? undefined : reading.policy(policy)),
  }).catch(startFailure);

  let plane: ServedPlane | undefined;
  try {
    plane = await openPlane({
      gateway,
      dataFolder: folder.path,
      config: loaded.config,
      log,
      origin: () => at,
      dashboard: () => dashboard,
    }).catch(startFailure);
    const door = await gateway.openHttp(loaded.config, plane).catch(startFailure);
    at = originOf(loaded.config, door.address);
    dashboard = adminOriginOf(loaded.config, door.address, door.adminAddress);
    const watcher = watchConfig(loaded.files, () => reading.config(file, env, overrides(options)), {
      onChange: async ({ config }) => {
        const applied = await gateway.apply(config);
        if (applied.ok) log.info({ version: applied.snapshot.version }, 'the new configuration is in force');
        else log.error({ problems: policyProblems(applied.problems) }, 'the old configuration stays in force');
      },
      onFault: (errors) =>
        log.error({ problems: configProblems(errors, file) }, 'the old configuration stays in force'),
    });
    io.stdout.write(
      greeting({
        config: loaded.config,
        at: door.address,
        dashboard,
        setupLink: await plane.setupLink(),
        demoToken: options.demo ? token : undefined,
        folder: folder.path,
      }),
    );
    // The demo server is our own, and reads no file.
    const alike = options.demo ? [] : await readersOf(folder.path, loaded.config);
    if (alike.length > 0) {
      log.info(
        { servers: alike },
        'started as the user of the gateway, who can read its data folder: runAs names another, a sandbox that does not show it hides it',
      );
    }
    const others = (await (worker?.asked ?? untilSignal())) === 'replaced';
    await leave(gateway, door, leaving, others);
    watcher.close();
  } finally {
    await plane?.close();
    // What could not be filed is told in a sentence, too.
    await gateway.close().catch(startFailure);
  }
}

/** The servers whose processes could read what the gateway keeps: no sealing helps against its own user. */
async function readersOf(folder: string, { servers }: Config): Promise<string[]> {
  const { showsFolder } = await import('../../upstream/index.ts');
  return [...servers.values()].flatMap((server) =>
    server.transport === 'stdio' &&
    (server.sandbox === undefined || showsFolder(folder, server.command, server.cwd, server.sandbox)) &&
    (server.runAs === undefined || server.runAs.uid === process.getuid?.())
      ? server.slug
      : [],
  );
}

/** A busy gateway that is asked to end serves those who come for so long, at most. */
const mostDrainMs = 2_000;

/** One that is replaced is in no hurry: connections that nobody uses may stay for so long. */
const mostIdleMs = 5_000;

interface Leaving {
  /** How long whoever comes is still served. */
  readonly serve: Parameters<FrontDoor['drain']>[0];
  /** How long calls under way have then. */
  readonly finishMs: number;
}

/**
 * An orderly end: not ready any more, then no connection is kept, then none is taken; streams are closed, whose clients come
 * back elsewhere, and what is under way ends.
 *
 * @param others whether others serve the same port: they take what comes from now on, and nobody is to be sent elsewhere
 */
async function leave(
  gateway: Pick<Gateway, 'drain'>,
  door: Pick<FrontDoor, 'drain' | 'withdraw' | 'close'>,
  { serve, finishMs }: Leaving,
  others: boolean,
): Promise<void> {
  if (others) {
    await door.withdraw('fixedMs' in serve ? serve.fixedMs : mostIdleMs);
  } else {
    gateway.drain();
    await door.drain(serve);
  }
  await door.close(finishMs);
}

function leavingOf({ drainDelay, drainTimeout }: UpOptions): Leaving {
  return {
    serve: drainDelay === undefined ? { mostMs: mostDrainMs } : { fixedMs: msOf('--drain-delay', drainDelay) },
    finishMs: msOf('--drain-timeout', drainTimeout),
  };
}

/** @throws CommandError where several would not share what they must */
function workersOf(text: string | undefined, demo: boolean, env: Io['env']): number {
  if (text === undefined) return 1;
  if (!/^[1-9]\d?$/.test(text)) throw new CommandError(`--workers wants a number from 1 to 99, not "${text}"`, 2);
  if (text === '1') return 1;
  if (demo) throw new CommandError('--workers goes with a configuration of your own, not with --demo', 2);
  if (!env.TOOLGATE_DATABASE_URL) {
    throw new CommandError(
      'several workers share their records, approvals, limits and sessions through PostgreSQL: set TOOLGATE_DATABASE_URL ' +
        '(docs/scaling.md), or start without --workers',
      2,
    );
  }
  return Number(text);
}

function msOf(option: string, text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text) * 1_000;
  throw new CommandError(`${option} wants whole seconds up to 9999, not "${text}"`, 2);
}

/** @returns `undefined`: there is none, and everything is in the store */
function configFile(options: UpOptions, io: Io): string | undefined {
  if (options.demo && options.config === undefined) return demoConfig;
  const file = resolve(io.cwd, options.config ?? 'toolgate.yaml');
  return options.config === undefined && !existsSync(file) ? undefined : file;
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
