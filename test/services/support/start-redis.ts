import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { onPath } from './on-path.ts';

export const noRedis = 'neither valkey-server nor redis-server is installed here';

/** A Valkey or Redis server of a test's own. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly process: () => ChildProcess;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with what it had saved. */
  start(): Promise<void>;
  /** Removes what it had saved, while it is down. */
  lose(): void;
  /** Ends it and removes its files. */
  remove(): Promise<void>;
}

/**
 * @param more arguments of the server: `--appendonly yes`, `--maxmemory-policy allkeys-lru` …
 * @returns `undefined` where no server is installed
 */
export async function startRedis(more: readonly string[] = []): Promise<RedisServer | undefined> {
  const command = onPath('valkey-server') ?? onPath('redis-server');
  if (command === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-redis-'));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...more];
    child = spawn(command, own, { stdio: 'ignore' });
    await answers(port);
  };
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child?.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    process: () => child ?? fail(),
    kill,
    start,
    lose: () => {
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    },
    remove: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function fail(): never {
  throw new Error('the server was never started');
}

/** Resolves once it says PONG. */
async function answers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const said = await new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
      socket.once('data', (data) => {
        socket.destroy();
        resolve(data.toString());
      });
      socket.once('error', () => resolve(''));
    });
    if (said.startsWith('+PONG')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no server answers on port ${port}`);
}
