/**
 * What ten thousand grants and a thousand servers cost: how long it takes to read and compile them, how long calls would
 * be held up meanwhile, what one change costs then, and how fast lists answer.
 *
 *     node bench/control.ts
 */
import { readConfig } from '../src/config/index.ts';
import { StoredReader } from '../src/control/index.ts';
import { newDataKey } from '../src/seal/index.ts';
import { Configurator } from '../src/snapshot/index.ts';
import { openTestControl } from '../test/support/control.ts';

const grants = 10_000;
const servers = 1_000;
const policies = 100;

const read = readConfig({}, '/toolgate.yaml', {});
if (!read.ok) throw new Error('the empty configuration does not read');
const plane = await openTestControl();
const { sql, keys } = plane.control;
await fill();

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
for (const path of [
  '/grants?limit=200',
  '/servers?limit=200',
  '/grants?server=server-7&limit=200',
  '/grants?q=999&limit=200',
]) {
  const times: number[] = [];
  for (let i = 0; i < 40; i += 1) {
    const began = performance.now();
    const { status } = await plane.ask('GET', path);
    if (status !== 200) throw new Error(`${path}: ${status}`);
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  console.log(`${path.padEnd(42)} median ${ms(times[20])}  p95 ${ms(times[38])}`);
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

async function fill(): Promise<void> {
  const now = plane.clock.now();
  const text = JSON.stringify({ version: '1', default: 'deny', tools: { 'get_*': {}, echo: {} } });
  const by = { created_by: 'bench', created_at: now, updated_at: now, revision: 1 };
  await sql.transaction().execute(async (tx) => {
    for (let i = 0; i < policies; i += 1) {
      const policy = { id: `p${i}`, name: `policy-${i}`, description: '', active_version: 1, latest_version: 1 };
      await tx
        .insertInto('policy')
        .values({ ...policy, ...by, observe: 0, confirmed: 0, removed_at: null })
        .execute();
      const version = {
        policy_id: `p${i}`,
        version: 1,
        format: 'json',
        text,
        note: '',
        author: 'bench',
        created_at: now,
      };
      await tx.insertInto('policy_version').values(version).execute();
    }
    for (let i = 0; i < servers; i += 1) {
      const id = `s${i}`;
      const data_key = newDataKey(keys, { organization: 'default', record: id });
      const at = { id, slug: `server-${i}`, name: id, url: `https://s${i}.example/mcp`, settings: '{}', ca: null };
      await tx
        .insertInto('server')
        .values({ ...at, ...by, data_key, two_person: 0, removed_at: null })
        .execute();
    }
    for (let i = 0; i < grants; i += 1) {
      const id = `g${i}`;
      const grant = {
        id,
        label: `grant-${i}`,
        owner: null,
        tags: '{}',
        addresses: '[]',
        token_hash: id.padEnd(64, 'x'),
      };
      const never = { expires_at: null, previous_hash: null, previous_until: null, rotated_at: null, revoked_at: null };
      await tx
        .insertInto('access_grant')
        .values({ ...grant, ...by, ...never })
        .execute();
      const reach = [0, 1, 2].map((n) => ({
        grant_id: id,
        server: `server-${(i + n * 333) % servers}`,
        policy: `policy-${i % policies}`,
      }));
      await tx.insertInto('grant_access').values(reach).execute();
    }
    await tx.updateTable('registry_revision').set({ value: 1 }).execute();
  });
}
