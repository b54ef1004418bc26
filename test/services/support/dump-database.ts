import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onPath } from './on-path.ts';

const run = promisify(execFile);

export const noDump = 'pg_dump is not installed here (Debian: postgresql-client)';
export const canDump = onPath('pg_dump') !== undefined && onPath('pg_restore') !== undefined;

/** What a database had in it at one time. */
export interface Dump {
  /** Puts it back, in the place of whatever is there and under everybody who is connected. */
  restore(): Promise<void>;
  remove(): Promise<void>;
}

/** Dumps a database as its operator does. @param url of the superuser */
export async function dumpDatabase(url: string): Promise<Dump> {
  const folder = await mkdtemp(join(tmpdir(), 'toolgate-dump-'));
  const file = join(folder, 'toolgate.dump');
  await run('pg_dump', ['--format=custom', `--file=${file}`, url]);
  return {
    restore: async () => {
      const name = new URL(url).pathname.slice(1);
      const server = new URL('/postgres', url).href;
      await run('psql', [server, '-c', `DROP DATABASE ${name} WITH (FORCE)`, '-c', `CREATE DATABASE ${name}`]);
      await run('pg_restore', ['--exit-on-error', '--single-transaction', `--dbname=${url}`, file]);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
