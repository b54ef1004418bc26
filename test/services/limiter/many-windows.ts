import { connectValkey } from '../../../src/store/valkey/index.ts';
import { FaultProxy } from '../../support/fault-proxy.ts';
import { newDatabase } from '../support/new-database.ts';
import { noPostgres, startPostgres } from '../support/start-postgres.ts';
import { noRedis, type RedisServer, startRedis } from '../support/start-redis.ts';
import { newPrefix } from '../support/timed-limiter.ts';
import { type Hammering, hammer } from './windows.ts';

/**
 * `npm run limits:windows -- [seconds] [valkey|postgres]`: the long run of `windows.service.ts`. Four gateways with 64 callers each, whose clocks
 * are ten minutes apart, on one budget of 50 a second: on Valkey and on PostgreSQL, with everything that happens to servers
 * and gateways. Prints a table; ends with 1 where any second saw more than 50.
 */
const seconds = Number(process.argv[2] ?? 200);
const max = 50;
const usual = { processes: 4, callers: 64, max, seconds, answerMs: 1_500 };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Each of these by turns, for as long as the run lasts, with a while of peace after each. */
function byTurns(...happenings: readonly ((kill: () => void) => unknown)[]): NonNullable<Hammering['meanwhile']> {
  return async (kill) => {
    const end = performance.now() + seconds * 1_000 - 8_000;
    for (let turn = 0; performance.now() < end; turn += 1) {
      await pause(3_000);
      await happenings[turn % happenings.length]?.(kill);
    }
  };
}

async function say(redis: RedisServer, command: string, ...args: string[]): Promise<string> {
  const connection = await connectValkey({ url: redis.url, answerMs: 10_000 });
  try {
    return String(await connection.call(command, ...args));
  } finally {
    connection.end();
  }
}

async function onValkey(): Promise<void> {
  const careful = ['--appendonly', 'yes', '--appendfsync', 'always'];
  const pair = [await startRedis(careful), await startRedis(careful)] as const;
  let [primary, other] = pair;
  if (primary === undefined || other === undefined) throw new Error(noRedis);
  const proxy = await FaultProxy.open(primary.port);
  const url = `redis://127.0.0.1:${proxy.port}`;
  const follow = async (replica: RedisServer, of: RedisServer): Promise<void> => {
    await say(replica, 'REPLICAOF', '127.0.0.1', String(of.port));
    while (!(await say(replica, 'INFO', 'replication')).includes('master_link_status:up')) await pause(50);
  };
  try {
    row('Valkey', 'nothing', await hammer(url, newPrefix(), usual));
    await follow(other, primary);
    const failOver = async (): Promise<void> => {
      const [old, promoted] = [primary, other] as [RedisServer, RedisServer];
      await old.kill();
      await say(promoted, 'REPLICAOF', 'NO', 'ONE');
      proxy.lead(promoted.port);
      [primary, other] = [promoted, old];
      await old.start();
      await follow(old, promoted);
    };
    const restart = async (): Promise<void> => {
      await primary?.kill();
      await primary?.start();
    };
    const paused = async (): Promise<void> => {
      primary?.process().kill('SIGSTOP');
      await pause(2_500);
      primary?.process().kill('SIGCONT');
    };
    const flushed = () => say(primary as RedisServer, 'FLUSHALL');
    const stalled = async (): Promise<void> => {
      await proxy.be({ kind: 'stalled' });
      await pause(2_500);
      await proxy.be({ kind: 'through' });
    };
    const meanwhile = byTurns((kill) => kill(), paused, restart, failOver, flushed, stalled);
    const what =
      'gateways killed (-9), Valkey paused, restarted, failed over to its replica, flushed, cut off, by turns';
    row('Valkey', what, await hammer(url, newPrefix(), { ...usual, meanwhile }));
  } finally {
    await proxy.close();
    for (const server of pair) await server?.remove();
  }
}

async function onPostgres(): Promise<void> {
  const postgres = await startPostgres();
  if (postgres === undefined) throw new Error(noPostgres);
  const proxy = await FaultProxy.open(postgres.port);
  try {
    const database = await newDatabase(postgres.url);
    const { openSql } = await import('../../../src/store/index.ts');
    await (await openSql('', database.url)).destroy();
    const url = new URL(database.url);
    url.port = String(proxy.port);
    row('PostgreSQL', 'nothing', await hammer(url.href, '', usual));
    const broken = (fault: Parameters<FaultProxy['be']>[0]) => async (): Promise<void> => {
      await proxy.be(fault);
      await pause(2_500);
      await proxy.be({ kind: 'through' });
    };
    const crash = async (): Promise<void> => {
      await postgres.stop('immediate');
      await postgres.start();
    };
    const readOnly = async (): Promise<void> => {
      const name = url.pathname.slice(1);
      const set = (value: string) =>
        database.run(`ALTER DATABASE ${name} SET default_transaction_read_only = ${value}`);
      const cut = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = '${name}'`;
      await set('on');
      await database.run(cut);
      await pause(2_500);
      await database.run(
        'SET default_transaction_read_only = off',
        `ALTER DATABASE ${name} RESET default_transaction_read_only`,
      );
      await database.run(cut);
    };
    const meanwhile = byTurns(
      (kill) => kill(),
      broken({ kind: 'down' }),
      broken({ kind: 'slow', ms: 300 }),
      broken({ kind: 'stalled' }),
      crash,
      readOnly,
    );
    const what = 'gateways killed (-9), PostgreSQL down, slow, stalled, crashed and read-only, by turns';
    row('PostgreSQL', what, await hammer(url.href, '', { ...usual, meanwhile }));
  } finally {
    await proxy.close();
    await postgres.remove();
  }
}

let over = false;
function row(
  store: string,
  what: string,
  { admitted, refused, uncounted, killed, most }: Awaited<ReturnType<typeof hammer>>,
): void {
  over ||= most > max;
  const cells = [store, what, seconds, admitted, refused, uncounted, killed, `${most} of ${max}`];
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

process.stdout.write(
  '| store | what happens | windows | let through | refused | could not be counted | killed | most in any second |\n' +
    '|---|---|---|---|---|---|---|---|\n',
);
const only = process.argv[3];
if (only !== 'postgres') await onValkey();
if (only !== 'valkey') await onPostgres();
if (over) process.exitCode = 1;
