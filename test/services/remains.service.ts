/**
 * What a gateway that is killed leaves in its journal is filed by the next one on its data folder, also where that is one
 * process instead of several, or several instead of one: each of them has a folder of its own.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, inject, it, vi } from 'vitest';
import { arrivalLock } from '../../src/store/postgres/locks.ts';
import { type Child, cleanEnvironment, startChild } from '../support/gateway/child.ts';
import { openSession } from '../support/gateway/raw-session.ts';
import { open } from '../support/gateway/servers.ts';
import { startByteCounter } from '../support/upstreams/byte-counter.ts';
import { newDatabase } from './support/new-database.ts';
import { noPostgres } from './support/start-postgres.ts';

const server = inject('postgres');
const token = `tg_${'r'.repeat(43)}`;

/** Those that a process has started. */
function processesOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').flatMap((one) => (Number(one) > 0 ? [Number(one)] : []));
}

it('calls that a killed gateway had not filed are filed, whether one process follows or several', async ({ skip }) => {
  if (server === undefined) return skip(noPostgres);
  await using started = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'toolgate-remains-'));
  started.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const database = await newDatabase(server);
  started.defer(() => database.remove());
  const upstream = await startByteCounter([{ name: 'free', inputSchema: { type: 'object' } }]);
  started.defer(() => upstream.close());
  const config = join(folder, 'toolgate.yaml');
  const file = {
    servers: { counted: { url: upstream.url, allowPrivate: true } },
    policies: { counted: { ...open, tools: { free: {} } } },
    grants: [{ label: 'agent', server: 'counted', policy: 'counted', token }],
  };
  await writeFile(config, JSON.stringify(file), { mode: 0o600 });
  const env = {
    ...cleanEnvironment(folder),
    TOOLGATE_SECRET_KEY: randomBytes(32).toString('base64'),
    TOOLGATE_DATABASE_URL: database.url,
  };
  const up = async (workers: number): Promise<{ readonly child: Child; readonly origin: string }> => {
    const args = [
      'up',
      '--config',
      config,
      '--port',
      '0',
      '--data',
      join(folder, 'data'),
      '--workers',
      String(workers),
    ];
    const child = startChild(args, { cwd: folder, env });
    started.defer(async () => void (await child.stop('SIGKILL').catch(() => undefined)));
    const [, origin = ''] = await child.until('stdout', /^Toolgate \S+ is ready on (\S+)$/m, 120_000);
    return { child, origin };
  };
  const recorded = async (): Promise<number> =>
    // The answer to the last call may be out before its end is written: then it is on the record as interrupted.
    Number((await database.run("SELECT count(*) AS n FROM call_record WHERE outcome IN ('allow', 'error')"))[0]?.n);
  let filed = 0;
  for (const [workers, next] of [
    [1, 2],
    [2, 1],
    [3, 1],
  ] as const) {
    const { child, origin } = await up(workers);
    const session = await openSession(`${origin}/mcp/counted`, token);
    const call = async (id: number) => expect((await session.call(id, 'free', {})).text).toContain('called free');
    // What is seen for the first time is kept in the database at once.
    await call(0);
    filed += 1;
    await vi.waitFor(async () => expect(await recorded()).toBe(filed), { timeout: 30_000, interval: 50 });
    // While this lock is held nothing is filed.
    const holder = new pg.Client({ connectionString: database.url });
    holder.on('error', () => undefined);
    await holder.connect();
    await holder.query('SELECT pg_advisory_lock($1)', [arrivalLock]);
    for (const id of [1, 2, 3]) await call(id);
    // Workers whose first process is killed end in order, and would file what they have.
    for (const pid of [...processesOf(child.pid), child.pid]) process.kill(pid, 'SIGKILL');
    await child.stop('SIGKILL').catch(() => undefined);
    expect(await recorded()).toBe(filed);
    await holder.end();
    const after = await up(next);
    filed += 3;
    await vi.waitFor(async () => expect(await recorded()).toBe(filed), { timeout: 30_000, interval: 50 });
    await after.child.stop();
  }
}, 180_000);
