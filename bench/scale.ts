import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectValkey } from '../src/store/valkey/index.ts';
import { newDatabase } from '../test/services/support/new-database.ts';
import { noPostgres, startPostgres } from '../test/services/support/start-postgres.ts';
import { noRedis, startRedis } from '../test/services/support/start-redis.ts';
import { startOwn, stop } from './child.ts';
import { cpuTime } from './cpu-time.ts';
import { freePort } from './free-port.ts';
import { machine } from './machine.ts';
import { order } from './order.ts';
import type { RunningSide } from './side.ts';
import { seedPolicy, toolgateWith } from './sides/toolgate.ts';
import { medianOf } from './spread.ts';
import type { Verdict } from './verdict.ts';
import { writeReport } from './write-report.ts';
import { writeTable } from './write-table.ts';

/**
 * `npm run bench:scale`: what a call costs where its limit is counted in Valkey, beside one that is counted in the process; and
 * how throughput grows from one worker to two. All sides run at once and are measured by turns, by the operating system's
 * account of each process. `--write-docs` puts the tables into docs/scaling.md. Ends with 1 where a verdict is no.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '64' },
    'write-docs': { type: 'boolean', default: false },
  },
});
const [rounds, seconds, connections] = [values.rounds, values.seconds, values.connections].map(Number) as [
  number,
  number,
  number,
];

const redis = await startRedis();
if (redis === undefined) throw new Error(noRedis);
const postgres = await startPostgres();
if (postgres === undefined) throw new Error(noPostgres);
const serverPid = readFileSync(join(await dataFolder(postgres.port), 'postmaster.pid'), 'utf8').split('\n')[0];
const counter = await connectValkey({ url: redis.url, answerMs: 5_000 });
const folder = mkdtempSync(join(tmpdir(), 'toolgate-scale-'));

const shared = async (database: number, more: Record<string, string> = {}): Promise<Record<string, string>> => ({
  TOOLGATE_SECRET_KEY: randomBytes(32).toString('base64'),
  TOOLGATE_VALKEY_URL: `${redis.url}/${database}`,
  ...more,
});
const onPostgres = async (): Promise<Record<string, string>> => ({
  TOOLGATE_DATABASE_URL: (await newDatabase(postgres.url)).url,
});
/** One installation a numbered database. */
const settings = [
  { name: 'embedded: SQLite, limits in the process', env: {} },
  { name: 'limits in Valkey, SQLite', env: await shared(1) },
  { name: 'PostgreSQL and Valkey, one process', env: await shared(2, await onPostgres()) },
  { name: 'PostgreSQL and Valkey, two workers', env: await shared(3, await onPostgres()), args: ['--workers', '2'] },
];

interface Round {
  readonly callsPerSecond: number;
  /** CPU a call in µs: of the gateway's processes, and of everybody else that has to do with it. */
  readonly gateway: number;
  readonly valkey: number;
  readonly postgres: number;
  readonly load: number;
  readonly tripsPerCall: number;
  /** Cores that were used by all of them together. */
  readonly cores: number;
}

/** What servers have to do each second for gateways that nobody calls: heartbeats, and looks for changes. */
const idle: Partial<Record<'gateway' | 'valkey' | 'postgres' | 'load' | 'trips', number>> = {};
const upstream = await startOwn(1, 'upstream.ts', []);
const load = await startOwn(1, 'load.ts', []);
const running: { name: string; side: RunningSide; samples: Round[] }[] = [];
try {
  for (const { name, ...setting } of settings) {
    process.stderr.write(`starting: ${name}\n`);
    const side = await toolgateWith({ name, policy: seedPolicy, ...setting }).start({
      upstream: `http://127.0.0.1:${Number(upstream.said)}/mcp`,
      folder: mkdtempSync(join(folder, 'side-')),
      port: await freePort(),
      pinned: (command) => command,
    });
    running.push({ name, side, samples: [] });
    const target = { url: side.url, headers: side.headers };
    await order(load.child, { kind: 'open', name, target, lines: connections, message: 'small' });
    await order(load.child, { kind: 'run', name, seconds });
  }
  const rest = await account();
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const rested = await account();
  for (const part of ['valkey', 'postgres', 'trips'] as const) idle[part] = (rested[part] - rest[part]) / 5;
  for (let round = 0; round < rounds; round += 1) {
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
    const turn = [...running.slice(round % running.length), ...running.slice(0, round % running.length)];
    for (const { name, side, samples } of turn) samples.push(await sample(name, side));
  }
} finally {
  for (const { side } of running) await side.stop();
  await stop(load.child);
  await stop(upstream.child);
  counter.end();
  await redis.remove();
  await postgres.remove();
  rmSync(folder, { recursive: true, force: true });
}

async function account(pid = 0) {
  return {
    gateway: cpuTime(pid),
    valkey: cpuTime(redis?.process().pid ?? 0),
    postgres: cpuTime(Number(serverPid)),
    load: cpuTime(load.child.pid ?? 0) + cpuTime(upstream.child.pid ?? 0),
    trips: await trips(),
  };
}

async function sample(name: string, { pid }: RunningSide): Promise<Round> {
  const before = await account(pid);
  const { calls, seconds: took } = await order(load.child, { kind: 'run', name, seconds });
  const after = await account(pid);
  const each = (part: keyof typeof before): number => (after[part] - before[part] - (idle[part] ?? 0) * took) / calls;
  const [gateway, valkey, database, generator] = [each('gateway'), each('valkey'), each('postgres'), each('load')];
  return {
    callsPerSecond: calls / took,
    gateway,
    valkey,
    postgres: database,
    load: generator,
    tripsPerCall: each('trips'),
    cores: ((gateway + valkey + database + generator) * calls) / took / 1e6,
  };
}

/** Scripts that the server has run so far, for all sides. */
async function trips(): Promise<number> {
  const text = String(await counter.call('INFO', 'commandstats'));
  return [...text.matchAll(/^cmdstat_(?:evalsha|eval|fcall):calls=(\d+)/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
}

async function dataFolder(port: number): Promise<string> {
  const pg = await import('pg');
  const client = new pg.default.Client({ connectionString: postgres?.url ?? '', port });
  await client.connect();
  const { rows } = await client.query('SHOW data_directory');
  await client.end();
  return String(rows[0]?.data_directory);
}

/** Of the rounds the middle one, by what is asked for. */
const median = (samples: readonly Round[], pick: (round: Round) => number): number => medianOf(samples.map(pick));
const [embedded, valkey, one, two] = running.map(({ samples }) => samples) as [Round[], Round[], Round[], Round[]];
/** Ratios of the same round, then the middle one. */
const ratio = (of: readonly Round[], to: readonly Round[], pick: (round: Round) => number): number =>
  medianOf(of.map((round, n) => pick(round) / pick(to[n] ?? round)));
const cost = ratio(valkey, embedded, ({ gateway }) => gateway);
const capacity = 2 / ratio(two, one, ({ gateway }) => gateway);
const seen = ratio(two, one, ({ callsPerSecond }) => callsPerSecond);
const coalesced = median(valkey, ({ tripsPerCall }) => tripsPerCall);

const rows = running.map(({ name, samples }) => {
  // What servers do at rest is taken off, so what costs nothing may come to a little less: that is nothing, and no “-0”.
  const of = (pick: (round: Round) => number, digits: number): string =>
    median(samples, pick)
      .toFixed(digits)
      .replace(/^-(?=[0.]*$)/, '');
  return [
    name,
    of(({ gateway }) => gateway, 0),
    of((round) => round.valkey, 1),
    of((round) => round.postgres, 0),
    of((round) => round.load, 0),
    of(({ tripsPerCall }) => tripsPerCall, 4),
    of(({ callsPerSecond }) => callsPerSecond, 0),
    of(({ cores }) => cores, 2),
  ];
});
const head = ['side', 'gateway', 'Valkey', 'PostgreSQL', 'load and upstream', 'trips', 'calls/s', 'cores used'];
const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const verdicts: readonly Verdict[] = [
  {
    what: `CPU of the gateway a call with Valkey: ${cost.toFixed(2)} × the embedded one’s (at most 1.3)`,
    holds: cost <= 1.3,
  },
  {
    what: `trips to Valkey a call with ${connections} in flight: ${coalesced.toFixed(4)} (at most 0.02)`,
    holds: coalesced <= 0.02,
  },
  {
    what: `calls that two workers have CPU for on two free cores, by what a call costs them: ${capacity.toFixed(2)} × one’s on one (at least 1.7)`,
    holds: capacity >= 1.7,
  },
];
const text = `CPU in µs a call, medians of ${rounds} interleaved rounds of ${seconds} s with ${connections} callers. ${machine()}.

${table}

${verdicts.map(({ holds, what }) => `- ${holds ? 'yes' : '**no**'}: ${what}`).join('\n')}
- Calls a second with two workers, as seen: ${seen.toFixed(2)} × those with one process. Load and upstream had ${(
  median(two, (round) => round.load * round.callsPerSecond) / 1e6
).toFixed(2)} of the cores then, Valkey and PostgreSQL ${(
  median(two, (round) => (round.valkey + round.postgres) * round.callsPerSecond) / 1e6
).toFixed(2)}.
`;
process.stdout.write(text);
writeReport('reports/scale.json', {
  machine: machine(),
  running: running.map(({ name, samples }) => ({ name, samples })),
});
if (values['write-docs']) writeTable('scaling.md', 'scale', text);
if (!verdicts.every(({ holds }) => holds)) process.exitCode = 1;
