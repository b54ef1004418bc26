/**
 * How fast lists answer with ten thousand grants, a thousand servers and a million calls: every list of the API, bare and
 * with each of its filters, those of calls also two at a time, on its first page and on two that are reached by cursors. Of
 * each: time, CPU time of the whole process and of the thread that forwards calls, statements, and whether a statement sorts
 * or reads more than an index gives it. CPU times are the smallest of the rounds: what else runs on the machine adds to
 * time, and hardly to them.
 *
 *     npm run bench:lists [-- --calls 1000000 --rounds 5 --show 25]
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { readConfig } from '../src/config/index.ts';
import { StoredReader } from '../src/control/index.ts';
import { Configurator, type Snapshot } from '../src/snapshot/index.ts';
import { SqlThread } from '../src/store/sql/sql-thread.ts';
import { openUpstream } from '../src/upstream/index.ts';
import { actorOf, openTestControl } from '../test/support/control.ts';
import { fillRecords } from './control/fill-records.ts';
import { fillRegistry } from './control/fill-registry.ts';
import { type ListRequest, listRequests } from './control/list-requests.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    show: { type: 'string', default: '25' },
  },
});
const rounds = Number(values.rounds);
const pages = 3;

interface Measured {
  readonly what: string;
  readonly times: readonly number[];
  /** Of all threads, and of the main one, ms. */
  readonly cpu: number;
  readonly main: number;
  readonly statements: number;
  /** Steps of the plans that are not by an index alone. */
  readonly plan: readonly string[];
}

let inForce: Snapshot | undefined;
const plane = await openTestControl({
  snapshot: async () => {
    if (inForce === undefined) throw new Error('nothing is in force yet');
    return inForce;
  },
});
const span = { first: plane.clock.now() - 30 * 86_400_000, last: plane.clock.now() - 3_600_000 };
const requests = listRequests(span);
const began = performance.now();
await fillRegistry(plane);
inForce = await compiled();
fillRecords(plane.folder, Number(values.calls), plane.clock.now());
console.log(`${values.calls} calls made in ${((performance.now() - began) / 1_000).toFixed(0)} s`);

const asked: { readonly sql: string; readonly parameters: Parameters<SqlThread['run']>[1] & {} }[] = [];
const run = SqlThread.prototype.run;
SqlThread.prototype.run = function (this: SqlThread, sql, parameters = []) {
  asked.push({ sql, parameters });
  return run.call(this, sql, parameters);
};
const planner = new DatabaseSync(join(plane.folder, 'toolgate.db'), { readOnly: true });
const measured: Measured[] = [];
for (const request of requests) measured.push(...(await measure(request)));
planner.close();
await plane.close();

console.log(`${measured.length} pages of lists, ${measured.length * rounds} requests`);
spread(
  'time',
  measured.flatMap(({ times }) => times),
);
spread(
  'CPU time of all threads, of each page the smallest',
  measured.map(({ cpu }) => cpu),
);
spread(
  'CPU time of the main thread, of each page the smallest',
  measured.map(({ main }) => main),
);
console.log(`\n${'slowest by their median'.padEnd(72)}    median       cpu      main  statements`);
const median = ({ times }: Measured): number => times[Math.floor(times.length / 2)] ?? 0;
for (const one of measured.toSorted((a, b) => median(b) - median(a)).slice(0, Number(values.show))) {
  console.log(
    `${one.what.padEnd(72)} ${ms(median(one))} ${ms(one.cpu)} ${ms(one.main)} ${String(one.statements).padStart(4)}  ${one.plan.join('; ')}`,
  );
}

/** What requests would go by: the inventory is told from that. */
async function compiled(): Promise<Snapshot> {
  const read = readConfig({}, '/toolgate.yaml', {});
  if (!read.ok) throw new Error('the empty configuration does not read');
  const configurator = new Configurator({
    openUpstream: (server) => openUpstream(server, { clock: plane.clock, log: () => undefined }),
    policyVersions: async () => new Map(),
  });
  const reader = new StoredReader(plane.control.sql, plane.control.keys, (warning) => console.error(warning));
  await configurator.apply(read.config, await reader.read());
  return configurator.current;
}

async function measure({ path, query }: ListRequest): Promise<Measured[]> {
  const found: Measured[] = [];
  const as = path === '/captures' ? actorOf('auditor') : actorOf('admin');
  let cursor: string | undefined;
  for (let page = 0; page < pages; page += 1) {
    if (cursor !== undefined) query.set('cursor', cursor);
    const times: number[] = [];
    let [cpu, main] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    let next: string | undefined;
    for (let round = 0; round < rounds; round += 1) {
      asked.length = 0;
      const [start, cpuStart, mainStart] = [performance.now(), process.cpuUsage(), process.threadCpuUsage()];
      const { status, body } = await plane.ask('GET', `${path}?${query.toString()}`, { as });
      times.push(performance.now() - start);
      main = Math.min(main, spent(process.threadCpuUsage(mainStart)));
      cpu = Math.min(cpu, spent(process.cpuUsage(cpuStart)));
      if (status !== 200) throw new Error(`${path}?${query.toString()}: ${status} ${JSON.stringify(body)}`);
      next = (body as { readonly next?: string }).next;
    }
    const { cursor: _cursor, limit: _limit, ...filters } = Object.fromEntries(query);
    const what = `${path} ${JSON.stringify(filters)}${page === 0 ? '' : ` page ${page + 1}`}`;
    times.sort((a, b) => a - b);
    found.push({ what, times, cpu, main, statements: asked.length, plan: asked.flatMap(planOf) });
    if (next === undefined) break;
    cursor = next;
  }
  return found;
}

function planOf({ sql, parameters }: (typeof asked)[number]): string[] {
  if (!/^\s*select/i.test(sql)) return [];
  const steps = planner.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
  return steps.map(({ detail }) => String(detail)).filter((detail) => /^SCAN|TEMP B-TREE/.test(detail));
}

function spent({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000;
}

function spread(what: string, values: readonly number[]): void {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (q: number): string => `${(sorted[Math.floor((sorted.length - 1) * q)] ?? 0).toFixed(1)} ms`;
  console.log(`${what}: median ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}, most ${at(1)}`);
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`.padStart(9);
}
