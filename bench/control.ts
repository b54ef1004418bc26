/**
 * What ten thousand grants and a thousand servers cost a running gateway: how long a change takes until it is in force, a
 * reload, a long document in YAML, and everything compiled anew, and how long calls are held up meanwhile. How fast lists answer is
 * `bench/lists.ts`.
 *
 *     npm run bench:control [-- --rounds 5]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PerformanceObserver } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { operator } from '../src/accounts/index.ts';
import { openPlane } from '../src/cli/up/open-plane.ts';
import { type Config, readConfig } from '../src/config/index.ts';
import { updateGrant } from '../src/control/verbs/grant/index.ts';
import { savePolicy } from '../src/control/verbs/policy/index.ts';
import { updateServer } from '../src/control/verbs/server/index.ts';
import { startGateway } from '../src/main.ts';
import { ReadingThread } from '../src/reading/index.ts';
import { newLogger } from '../src/telemetry/index.ts';
import { openTestControl } from '../test/support/control.ts';
import { fillRegistry } from './control/fill-registry.ts';
import { medianOf } from './spread.ts';
import { threadMs } from './thread-ms.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');
let collecting = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) collecting = Math.max(collecting, duration);
}).observe({ entryTypes: ['gc'] });

const filled = await openTestControl();
await fillRegistry(filled);
const config = configOf({});
const log = newLogger(process.stderr, 'warn', 'at once');
const reading = new ReadingThread();
const gateway = await startGateway({
  config,
  dataFolder: filled.folder,
  ignored: false,
  warm: false,
  metrics: false,
  env: {},
  log,
  version: 'bench',
  inJson: (policy) => reading.policy(policy),
});
const origin = (): string => 'http://127.0.0.1:7070';
const opened = { gateway, dataFolder: filled.folder, config, log, origin, dashboard: origin };
console.log(`${''.padEnd(58)}       time        cpu  first turn      later collecting`);
const plane = await measured('start: everything read and put in force', () => openPlane(opened), 1);
// What the start has left is not what a change costs.
collect();
const run = plane.control.run.bind(plane.control);
const by = { actor: operator };

await measured('one grant changed', (i) => run(updateGrant, { grant: 'grant-5000', tags: { turn: `${i}` } }, by));
await measured('a policy saved that a hundred grants have', (i) =>
  run(savePolicy, { name: 'policy-7', text: policyText(i), activate: true }, by),
);
await measured('a server changed that every grant opens', (i) =>
  run(updateServer, { slug: 'server-0', maxConcurrency: 10 + i }, by),
);
await measured('the file read again, nothing in it changed', () => gateway.apply(configOf({})));
await measured('the file declares a server that is stored, and does not', (i) =>
  gateway.apply(configOf(i % 2 === 0 ? { servers: { 'server-1': { url: 'https://s1.example/mcp' } } } : {})),
);
await measured('every grant changed at once', async (i) => {
  await plane.control.sql.transaction().execute(async (tx) => {
    const { value } = await tx.selectFrom('registry_revision').select('value').executeTakeFirstOrThrow();
    await tx
      .updateTable('registry_revision')
      .set({ value: value + 1 })
      .execute();
    await tx
      .updateTable('access_grant')
      .set({ tags: `{"all":"${i}"}`, revision: value + 1 })
      .execute();
  });
  // A change of one, so that it is noticed.
  await run(updateGrant, { grant: 'grant-5000', tags: { turn: `all ${i}` } }, by);
});

const file = join(filled.folder, 'bench.yaml');
await measured('a policy of 220 KB in YAML saved, that a hundred grants have', (i) =>
  run(savePolicy, { name: 'policy-8', text: yamlPolicy(i), format: 'yaml', activate: true }, by),
);
await measured('a file in YAML with 5,000 grants and a policy of 100 KB read', async (i) => {
  writeFileSync(file, yamlFile(i), { mode: 0o600 });
  const loaded = await reading.config(file, {}, {});
  if (!loaded.ok) throw new Error(loaded.errors[0]?.message);
  return gateway.apply(loaded.config);
});

await plane.close();
await gateway.close();
await filled.close();

function configOf(document: object): Config {
  const read = readConfig(document, '/toolgate.yaml', {});
  if (!read.ok) throw new Error(read.errors[0]?.message);
  return read.config;
}

function policyText(turn: number): string {
  return JSON.stringify({ version: '1', default: 'deny', tools: { 'get_*': {}, [`tool_${turn}`]: {} } });
}

function yamlPolicy(turn: number, tools = 3_000): string {
  const rules = Array.from(
    { length: tools },
    (_, i) => `  tool_${i}:\n    require:\n      - { path: args.n, op: lte, value: ${i + turn} }`,
  );
  return ['version: "1"', 'default: deny', 'tools:', ...rules].join('\n');
}

function yamlFile(turn: number): string {
  const policy = yamlPolicy(turn, 1_200).split('\n');
  const grants = Array.from(
    { length: 5_000 },
    (_, i) => `  - { label: file-${i}, server: own, policy: own, token: tg_${String(i + turn).padStart(43, 'x')} }`,
  );
  return [
    'servers:\n  own: { url: https://own.example/mcp }',
    'policies:\n  own:',
    ...policy.map((line) => `    ${line}`),
    'grants:',
    ...grants,
  ].join('\n');
}

/**
 * Does it so many times, and prints the median of times and of CPU times of the thread that forwards calls, and its longest
 * turn of the first round and of the others: CPU time between two turns of its loop, which is what a call would have waited,
 * were it alone. Beside it the longest time that memory was collected without a pause, which is within such a turn.
 */
async function measured<T>(what: string, work: (round: number) => Promise<T>, times = rounds): Promise<T> {
  collecting = 0;
  const each: { readonly ms: number; readonly cpu: number; readonly turn: number }[] = [];
  let [last, longest, running] = [threadMs(), 0, true];
  const look = (): void => {
    const now = threadMs();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const turn = (): void => {
    look();
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  let done: T | undefined;
  for (let round = 0; round < times; round += 1) {
    longest = 0;
    const [began, cpu] = [performance.now(), threadMs()];
    done = await work(round);
    look();
    each.push({ ms: performance.now() - began, cpu: threadMs() - cpu, turn: longest });
  }
  running = false;
  // An observer hears a little later.
  await new Promise((resolve) => setTimeout(resolve, 50));
  const [time, cpu] = [medianOf(each.map(({ ms }) => ms)), medianOf(each.map((one) => one.cpu))];
  const [first, ...later] = each.map((one) => one.turn);
  console.log(
    `${what.padEnd(58)} ${inMs(time)} ${inMs(cpu)} ${inMs(first ?? 0)} ${inMs(Math.max(0, ...later))} ${inMs(collecting)}`,
  );
  return done as T;
}

function inMs(value: number): string {
  return `${value.toFixed(1)} ms`.padStart(10);
}
