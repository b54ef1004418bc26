import { execFile, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { onPath } from './on-path.ts';

const run = promisify(execFile);

export const noPostgres = 'PostgreSQL is not installed here (Debian: postgresql)';

/** The superuser's password: what a test looks for where no password may be. */
export const postgresPassword = 'planted-password';

/** A PostgreSQL server of a test's own, as careful with its disk as a real one. */
export interface PostgresServer {
  /** Of the superuser, to the database `postgres`. */
  readonly url: string;
  readonly port: number;
  /** Ends it. `immediate` is a crash: it recovers at the next start. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
  /** Starts it again on the same port and the same files. @param settings such as `fsync=off` */
  start(settings?: readonly string[]): Promise<void>;
  /** Ends it and removes its files. */
  remove(): Promise<void>;
}

/** @returns `undefined` where no server is installed, or this user may start none */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer | undefined> {
  const programs = findPrograms();
  const as = await serverUser();
  if (programs === undefined || as === undefined) return undefined;
  const folder = mkdtempSync(join(roomy(), 'toolgate-postgres-'));
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, `${postgresPassword}\n`);
  if (as.ids !== undefined) for (const path of [folder, passwordFile]) chownSync(path, ...as.ids);
  const program = (name: string, ...more: readonly string[]) => {
    const [command, ...args] = [...as.prefix, join(programs, name), ...more];
    return run(command ?? '', args, { cwd: folder });
  };
  const port = await freePort();
  const start = async (more: readonly string[] = settings): Promise<void> => {
    const own = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, ...more];
    const server = [...as.prefix, join(programs, 'postgres'), '-D', data, ...own.flatMap((one) => ['-c', one])];
    const [command, ...args] = server;
    spawn(command ?? '', args, { cwd: folder, stdio: 'ignore' });
    await answers(() => program('pg_isready', '-h', '127.0.0.1', '-p', String(port)));
  };
  const stop = async (mode: 'fast' | 'immediate'): Promise<void> => {
    await program('pg_ctl', 'stop', '-D', data, '-m', mode, '-w').catch(() => undefined);
  };
  const initial = ['-U', 'toolgate_admin', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'];
  // The locale of many installations: what sorts by it shows here.
  await program('initdb', '-D', data, ...initial, '--locale-provider=icu', '--icu-locale=en', '--no-sync');
  await start();
  return {
    url: `postgres://toolgate_admin:${postgresPassword}@127.0.0.1:${port}/postgres`,
    port,
    stop,
    start,
    remove: async () => {
      await stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Memory, where there is enough of it: a sync costs nothing there, and what a killed server had synced is there, too. */
function roomy(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    if (bavail * bsize > 1024 ** 3) return '/dev/shm';
  } catch {
    // No such place on this system.
  }
  return tmpdir();
}

/** The newest of Debian's, or what is on the path. */
function findPrograms(): string | undefined {
  const debian = '/usr/lib/postgresql';
  try {
    const [newest] = readdirSync(debian).sort((a, b) => Number(b) - Number(a));
    if (newest !== undefined) return join(debian, newest, 'bin');
  } catch {
    // Not a Debian, or none installed.
  }
  const found = onPath('initdb');
  return found === undefined ? undefined : join(found, '..');
}

/** The server refuses to run as root: there it runs as `postgres`. */
async function serverUser(): Promise<{ prefix: readonly string[]; ids?: [number, number] } | undefined> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    const ids: [number, number] = [Number(uid.stdout), Number(gid.stdout)];
    return { prefix: ['setpriv', `--reuid=${ids[0]}`, `--regid=${ids[1]}`, '--clear-groups', '--'], ids };
  } catch {
    return undefined;
  }
}

async function answers(ask: () => Promise<unknown>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await ask();
      return;
    } catch (error) {
      if (attempt === 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
