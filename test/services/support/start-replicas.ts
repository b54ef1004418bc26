import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Child, cleanEnvironment, startChild } from '../../support/gateway/child.ts';
import { runCommand } from '../../support/gateway/run-command.ts';

/** What all gateways of one installation have in common. */
export interface ReplicaSetup {
  readonly servers: Readonly<Record<string, object>>;
  readonly policies: Readonly<Record<string, object>>;
  /** Label → server → policy. */
  readonly grants: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Where they count and speak with each other; absent: in the database. */
  readonly valkey?: string;
  /** The database that they share; absent: each has one of its own. */
  readonly database?: string;
  /** By how much the clock of each one's machine is wrong, ms. */
  readonly wrongByMs?: readonly number[];
}

export interface Replica {
  readonly child: Child;
  readonly dataFolder: string;
  url(slug: string): string;
  readonly origin: string;
}

/** Several `toolgate up` of one installation. */
export interface Installation {
  readonly replicas: readonly Replica[];
  token(label: string): string;
  /** Runs a command on a replica's data folder. */
  run(replica: Replica, ...args: readonly string[]): Promise<string>;
  /** Starts one that has ended, on its data folder. */
  startAgain(replica: Replica): Promise<Replica>;
  stop(): Promise<void>;
}

/** Starts so many gateways, each with a data folder of its own, and everything else in common. */
export async function startReplicas(count: number, setup: ReplicaSetup): Promise<Installation> {
  const folder = await mkdtemp(join(tmpdir(), 'toolgate-replicas-'));
  const config = join(folder, 'toolgate.yaml');
  const labels = Object.keys(setup.grants);
  const tokens = new Map(labels.map((label) => [label, `tg_${randomBytes(32).toString('base64url')}`]));
  const grants = Object.entries(setup.grants).map(([label, reach]) => ({
    label,
    servers: reach,
    token: tokens.get(label),
  }));
  const { servers, policies } = setup;
  await writeFile(config, JSON.stringify({ servers, policies, grants }), { mode: 0o600 });
  const env = {
    ...cleanEnvironment(folder),
    TOOLGATE_SECRET_KEY: randomBytes(32).toString('base64'),
    ...(setup.valkey === undefined ? {} : { TOOLGATE_VALKEY_URL: setup.valkey }),
    ...(setup.database === undefined ? {} : { TOOLGATE_DATABASE_URL: setup.database }),
  };
  const children: Child[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(children.map((child) => child.stop().catch(() => undefined)));
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  const start = async (name: string, wrongByMs = 0): Promise<Replica> => {
    const dataFolder = join(folder, name);
    const args = ['up', '--config', config, '--port', '0', '--data', dataFolder];
    const child = startChild(args, { cwd: folder, env: wrongByMs === 0 ? env : { ...env, ...wrongClock(wrongByMs) } });
    children.push(child);
    const [, origin = ''] = await child.until('stdout', /^Toolgate \S+ is ready on (\S+)$/m, 60_000);
    return { child, dataFolder, origin, url: (slug) => `${origin}/mcp/${slug}` };
  };
  try {
    const replicas: Replica[] = [];
    for (let at = 0; at < count; at += 1) replicas.push(await start(`data-${at}`, setup.wrongByMs?.[at]));
    return {
      replicas,
      token: (label) => tokens.get(label) ?? '',
      startAgain: ({ dataFolder }) => start(basename(dataFolder)),
      run: async ({ dataFolder }, ...args) => {
        const { code, stdout, stderr } = await runCommand([...args, '--data', dataFolder], { cwd: folder, env });
        if (code !== 0) throw new Error(`${args.join(' ')}: ${stderr}${stdout}`);
        return stdout;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A process, with all of its threads, on a machine whose clock is wrong. */
function wrongClock(byMs: number): Record<string, string> {
  const code = `const wall = Date.now.bind(Date); Date.now = () => wall() + ${byMs};`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
}
