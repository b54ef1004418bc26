/**
 * What ten thousand grants and a thousand servers cost: how long it takes to read and compile them, how long calls would
 * be held up meanwhile, and what one change costs then. How fast lists answer is `bench/lists.ts`.
 *
 *     node bench/control.ts
 */
import { readConfig } from '../src/config/index.ts';
import { StoredReader } from '../src/control/index.ts';
import { Configurator } from '../src/snapshot/index.ts';
import { openTestControl } from '../test/support/control.ts';
import { fillRegistry } from './control/fill-registry.ts';

const read = readConfig({}, '/toolgate.yaml', {});
if (!read.ok) throw new Error('the empty configuration does not read');
const plane = await openTestControl();
const { sql, keys } = plane.control;
await fillRegistry(plane);

const configurator = new Configurator({
  openUpstream: async ({ slug }) => ({ slug, close: async () => {} }) as never,
  policyVersions: () => new Map(),
});
await configurator.apply(read.config);
const reader = new StoredReader(sql, keys, (warning) => console.error(warning));

await measured('first: read', () => reader.read());
const stored = await reader.read();
await measured('first: compile', () => configurator.applyStored(stored));
for (let i = 0; i < 3; i += 1) {
  await sql
    .updateTable('access_grant')
    .set({ tags: `{"turn":"${i}"}`, revision: 10 + i })
    .where('label', '=', 'grant-5000')
    .execute();
  await sql
    .updateTable('registry_revision')
    .set({ value: 10 + i })
    .execute();
  await measured('one grant changed: read and compile', async () => configurator.applyStored(await reader.read()));
}
await plane.close();

/** The longest turn is CPU time of this thread between two turns of its loop: what a call would have waited, were it alone. */
async function measured<T>(what: string, work: () => Promise<T>): Promise<T> {
  let [last, longest, running] = [threadMs(), 0, true];
  const turn = (): void => {
    const now = threadMs();
    longest = Math.max(longest, now - last);
    last = now;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  const [began, cpu] = [performance.now(), threadMs()];
  const done = await work();
  const [took, spent] = [performance.now() - began, threadMs() - cpu];
  turn();
  running = false;
  console.log(`${what.padEnd(42)} ${ms(took)}  cpu ${ms(spent)}  longest turn ${ms(longest)}`);
  return done;
}

function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function ms(value = 0): string {
  return `${value.toFixed(1)} ms`.padStart(9);
}
