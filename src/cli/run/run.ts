import { hash } from 'node:crypto';
import { basename, extname, join, resolve } from 'node:path';
import type { Gateway } from '../../composition/composed.ts';
import { type Config, type ConfigProblem, type LoadedConfig, readConfig, slugFrom } from '../../config/index.ts';
import { tokenHash } from '../../identity/index.ts';
import { newSecret, urlHost } from '../../kernel/index.ts';
import { startGateway } from '../../main.ts';
import { dataFolder } from '../data-folder.ts';
import { CommandError, type Io } from '../io.ts';
import { loggerOf } from '../logger-of.ts';
import { untilSignal } from '../until-signal.ts';
import { version } from '../version.ts';

/** What may be said on the command line of `toolgate run`. */
export interface RunOptions {
  readonly policy: string;
  readonly listen?: string;
  readonly url?: string;
  readonly header: readonly string[];
  /** Headers whose last word is the name of a variable: clients replace `${…}` in arguments by what is theirs. */
  readonly headerEnv: readonly string[];
  readonly env: readonly string[];
  readonly name?: string;
  readonly data?: string;
  readonly allowPrivate: boolean;
}

/**
 * Runs one server behind one policy until its client or a signal ends it. A client waits for it at each of its starts:
 * what is imported above is what must be known before the server's process can be started.
 *
 * @param command the server's program and arguments; empty where `options.url` names it
 * @throws CommandError
 */
export async function run(command: readonly string[], options: RunOptions, io: Io): Promise<void> {
  const token = io.env.TOOLGATE_TOKEN ?? newSecret('tg_');
  const slug = options.name ?? slugOf(options.url ?? programOf(command));
  const loaded = configOf(command, options, slug, token, io);
  if (!loaded.ok) throw new CommandError(loaded.errors.map(problem).join('\n'), 2);
  const { config } = loaded;
  const folder = dataFolder(io, options.data);
  const log = loggerOf(io, 'warn', 'late');
  // From here on a process may be running that must not be left behind.
  const asked = untilSignal();
  const gateway = await startGateway({
    config,
    dataFolder: folder.path,
    shared: identityOf(command, options, io),
    warm: true,
    metrics: options.listen !== undefined,
    ignored: folder.ignored,
    env: io.env,
    log,
    version,
  }).catch(failure);
  try {
    if (options.listen === undefined) {
      const served = gateway.serveStdio({
        input: io.stdin,
        output: io.stdout,
        slug,
        grant: (snapshot) => snapshot.grants.get(tokenHash(token)),
        mostBytes: config.servers.get(slug)?.caps.bytes ?? 0,
      });
      await Promise.race([served, asked]);
    } else {
      await listen(gateway, config, io.env.TOOLGATE_TOKEN === undefined ? token : undefined, slug, io, asked);
    }
  } finally {
    await gateway.close();
    io.stdin.destroy();
  }
}

/** Nobody waits for a start that has failed. */
async function failure(error: unknown): Promise<never> {
  const { startFailure } = await import('../problems.ts');
  return startFailure(error);
}

/** What stands in the configuration that the command line stands for, as whoever typed that knows it. */
const typed: readonly (readonly [RegExp, string])[] = [
  [/^\/listen/, '--listen'],
  [/^\/policies\//, '--policy'],
  [/^\/grants\/0\/token/, 'TOOLGATE_TOKEN'],
  [/^\/servers\/[^/]+\/url/, '--url'],
  [/^\/servers\/[^/]+\/headers/, '--header'],
  [/^\/servers\/[^/]+\/env/, '--env'],
  [/^\/servers\/[^/]+\/command/, 'the command'],
  [/^\/servers/, '--name'],
];

function problem({ pointer, message }: ConfigProblem): string {
  const word = typed.find(([form]) => form.test(pointer))?.[1];
  return word === undefined ? message : `${word}: ${message}`;
}

async function listen(
  gateway: Gateway,
  config: Config,
  token: string | undefined,
  slug: string,
  io: Io,
  asked: Promise<void>,
): Promise<void> {
  const door = await gateway.openHttp(config).catch(failure);
  const { host, port } = door.address;
  const url = `http://${urlHost(host)}:${port}/mcp/${slug}`;
  io.stdout.write(`Toolgate ${version} is ready on ${url}\n${token === undefined ? '' : `  token: ${token}\n`}`);
  await asked;
  await door.close(10_000);
}

/** The command line as the configuration that it stands for: read by the same strict reader. */
function configOf(command: readonly string[], options: RunOptions, slug: string, token: string, io: Io): LoadedConfig {
  if ((options.url === undefined) === (command.length === 0)) {
    throw new CommandError('name one server: a command after --, or --url', 2);
  }
  const policy = policyName(options.policy);
  const server =
    options.url === undefined
      ? { command, env: environment(options.env, io), cwd: io.cwd }
      : {
          url: options.url,
          headers: headers([...options.header, ...options.headerEnv.map(fromVariable)]),
          allowPrivate: options.allowPrivate,
        };
  const document = {
    ...(options.listen === undefined ? {} : { listen: options.listen }),
    // There is no control plane in which anybody could approve a changed definition; records name its hash.
    servers: { [slug]: { ...server, pinned: false } },
    policies: { [policy]: { file: resolve(io.cwd, options.policy) } },
    grants: [{ label: 'local', server: slug, policy, token: '${env:TOOLGATE_TOKEN}' }],
  };
  const env = { ...io.env, TOOLGATE_TOKEN: token };
  return readConfig(document, join(io.cwd, 'toolgate-run.json'), env);
}

/** A variable is given by name and value, or by name alone: then its value is ours, and stands in no process list. */
function environment(given: readonly string[], io: Io): Record<string, string> {
  return Object.fromEntries(
    given.map((word) => {
      const at = word.indexOf('=');
      const name = at === -1 ? word : word.slice(0, at);
      const value = at === -1 ? io.env[word] : word.slice(at + 1);
      if (value === undefined) throw new CommandError(`--env ${name}: there is no such variable here`, 2);
      return [name, value];
    }),
  );
}

function fromVariable(header: string): string {
  const found = /^([^:]+:\s*(?:\S+\s+)*)([A-Za-z_][A-Za-z0-9_]*)\s*$/.exec(header);
  if (found === null) throw new CommandError("--header-env wants 'Name: VARIABLE', or 'Name: word VARIABLE'", 2);
  return `${found[1]}\${env:${found[2]}}`;
}

function headers(given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    given.map((header) => {
      const at = header.indexOf(':');
      if (at < 1) throw new CommandError("--header wants 'Name: value'", 2);
      return [header.slice(0, at).trim(), header.slice(at + 1).trim()];
    }),
  );
}

function policyName(file: string): string {
  return basename(file, extname(file)).replace(/[^A-Za-z0-9._-]+/g, '-');
}

/** Processes of one server and one policy share their limits, and no others do. */
function identityOf(command: readonly string[], options: RunOptions, io: Io): string {
  const what = JSON.stringify([options.url ?? command, resolve(io.cwd, options.policy)]);
  return hash('sha256', what, 'hex').slice(0, 16);
}

/** Programs that only start another one: the server is what they start. */
const starters = new Set([
  'node',
  'npx',
  'npm',
  'exec',
  'bunx',
  'bun',
  'deno',
  'uvx',
  'uv',
  'run',
  'python',
  'python3',
]);

function programOf(command: readonly string[]): string {
  const words = command.filter((word) => !word.startsWith('-'));
  return words.find((word) => !starters.has(basename(word))) ?? words[0] ?? '';
}

/** `@scope/server-filesystem`, `./server.js` and `https://api.example.com/mcp` as slugs. */
function slugOf(what: string): string {
  return slugFrom(URL.canParse(what) ? new URL(what).hostname : basename(what, extname(what)));
}
