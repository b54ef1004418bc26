import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { type Notifier, openPostgresNotifier } from '../../src/store/index.ts';
import { FaultProxy } from '../support/fault-proxy.ts';
import { newDatabase, type TestDatabase } from './support/new-database.ts';
import { noPostgres } from './support/start-postgres.ts';

const server = inject('postgres');
let database: TestDatabase;
const open: Notifier[] = [];
beforeEach(async ({ skip }) => {
  if (server === undefined) return skip(noPostgres);
  database = await newDatabase(server);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
  await database?.remove();
});

async function notifier(health: boolean[] = []): Promise<Notifier> {
  const one = await openPostgresNotifier(database.url, (healthy) => health.push(healthy));
  open.push(one);
  return one;
}

it('what one publishes every subscriber hears, and nobody else', async () => {
  const [a, b] = [await notifier(), await notifier()];
  const heard: string[] = [];
  const end = b.subscribe('changes', (payload) => heard.push(`b ${payload}`));
  a.subscribe('changes', (payload) => heard.push(`a ${payload}`));
  b.subscribe('others', (payload) => heard.push(`others ${payload}`));
  // LISTEN is in force once the same connection has answered what came behind it.
  await expect
    .poll(
      async () => {
        await a.publish('changes', '1');
        return heard.includes('b 1') && heard.includes('a 1');
      },
      { timeout: 10_000 },
    )
    .toBe(true);
  end();
  await a.publish('changes', '2');
  await expect.poll(() => heard.includes('a 2'), { timeout: 10_000 }).toBe(true);
  expect(heard).not.toContain('b 2');
  expect(heard.some((one) => one.startsWith('others'))).toBe(false);
  expect(() => a.subscribe('x; DROP TABLE y', () => undefined)).toThrow(TypeError);
});

it('a connection that is cut comes back, and says that something may have been missed', async () => {
  const health: boolean[] = [];
  const a = await notifier(health);
  const heard: (string | undefined)[] = [];
  a.subscribe('changes', (payload) => heard.push(payload));
  await database.run(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
  );
  await expect.poll(() => health, { timeout: 15_000 }).toEqual([false, true]);
  expect(heard).toContain(undefined);
  await a.publish('changes', 'again');
  await expect.poll(() => heard.includes('again'), { timeout: 10_000 }).toBe(true);
});

it('what was asked of a server that could not hear it is asked anew, once it can', async () => {
  const direct = new URL(database.url);
  const proxy = await FaultProxy.open(Number(direct.port));
  try {
    const way = new URL(database.url);
    way.port = String(proxy.port);
    const health: boolean[] = [];
    const a = await openPostgresNotifier(way.href, (healthy) => health.push(healthy));
    open.push(a);
    const b = await notifier();
    const heard: (string | undefined)[] = [];
    a.subscribe('changes', (payload) => heard.push(payload));
    const hears = (what: string, timeout: number) =>
      expect
        .poll(
          async () => {
            await b.publish('changes', what);
            return heard.includes(what);
          },
          { timeout },
        )
        .toBe(true);
    await hears('before', 10_000);
    await proxy.be({ kind: 'stalled' });
    // As long as the connection is not given up, nothing is said of it; a new one is tried, and what it says is lost.
    await expect.poll(() => proxy.swallowed(), { timeout: 20_000 }).toBeGreaterThan(60);
    expect(health).toEqual([]);
    await expect.poll(() => health, { timeout: 20_000 }).toEqual([false]);
    await proxy.be({ kind: 'stalled' });
    await expect.poll(() => proxy.swallowed(), { timeout: 20_000 }).toBeGreaterThan(60);
    heard.length = 0;
    await proxy.be({ kind: 'through' });
    // One that was begun in the stall would be given up after ten seconds only.
    await hears('after', 6_000);
    expect(health).toEqual([false, true]);
    expect(heard).toContain(undefined);
  } finally {
    await proxy.close();
  }
});
