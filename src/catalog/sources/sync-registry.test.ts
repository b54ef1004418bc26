import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { OfficialRegistry } from '../../../test/support/catalog/official-registry.ts';
import { unexpected } from '../../../test/support/unexpected.ts';
import { anchoredClock } from '../../kernel/index.ts';
import { CatalogWriter } from '../store/catalog-writer.ts';
import type { Differences } from '../store/record.ts';
import { FetchFault, HttpGet } from './http-get.ts';
import { syncRegistry } from './sync-registry.ts';

let folder: string;
let registry: OfficialRegistry;
let url: URL;
let waited: number[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sync-'));
  registry = new OfficialRegistry();
  registry.mostOnPage = 2;
  url = await registry.listen();
  waited = [];
});
afterEach(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

async function sync(allowPrivate = true, from = url): Promise<Differences> {
  const writer = new CatalogWriter(folder);
  const pause = async (ms: number): Promise<void> => void waited.push(ms);
  const http = new HttpGet(from, {
    clock: anchoredClock(),
    allowPrivate,
    pause,
    userAgent: 'test',
    fault: unexpected,
  });
  try {
    return await syncRegistry({
      writer,
      http,
      url: from,
      now: 5_000,
      pause: () => pause(250),
      onPage: () => undefined,
    });
  } finally {
    await http.close();
    writer.close();
  }
}

/** What the catalogue holds, with the status of what is not active. */
function servers(): (string | undefined)[] {
  const writer = new CatalogWriter(folder);
  const names = writer
    .reader()
    .servers({ after: 0, limit: 100 })
    .map(({ name }) => name);
  writer.close();
  return names;
}

const query = (at: number): URLSearchParams => registry.asked.at(at)?.searchParams ?? new URLSearchParams();
const publishMany = (...numbers: number[]): void => {
  for (const number of numbers) registry.publish(`io.acme/s${number}`);
};

it('takes all at first, then what has changed, politely', async () => {
  publishMany(1, 2, 3, 4, 5);
  expect(await sync()).toMatchObject({ servers: { added: 5 } });
  expect(registry.asked.map(({ pathname }) => pathname)).toEqual(Array(3).fill('/v0.1/servers'));
  expect(Object.fromEntries(query(0))).toEqual({ limit: '100', version: 'latest' });
  // A pause between two pages, one request at a time.
  expect(waited).toEqual([250, 250]);
  registry.setStatus('io.acme/s2', 'deleted');
  registry.setStatus('io.acme/s3', 'deprecated', 'use s6');
  registry.publish('io.acme/s4', '2.0.0');
  publishMany(6);
  expect(await sync()).toMatchObject({ servers: { added: 1, changed: 3, unchanged: 0 } });
  expect(query(3).get('updated_since')).toBe('2026-01-01T00:00:05.000Z');
  expect(servers()).toEqual(['io.acme/s1', 'io.acme/s3', 'io.acme/s4', 'io.acme/s5', 'io.acme/s6']);
  const before = registry.asked.length;
  expect(await sync()).toMatchObject({ servers: { added: 0, changed: 0, unchanged: 0 } });
  expect(registry.asked).toHaveLength(before + 1);
  expect(query(-1).get('updated_since')).toBe('2026-01-01T00:00:09.000Z');
});

it('hears in a line that nothing has changed, where a cache gives tags', async () => {
  registry.tagged = true;
  publishMany(1);
  await sync();
  await sync();
  let bodies = 0;
  registry.onPage = () => (bodies += 1);
  expect(await sync()).toMatchObject({ servers: { added: 0, changed: 0 } });
  expect(bodies).toBe(1);
  publishMany(2);
  expect(await sync()).toMatchObject({ servers: { added: 1 } });
});

it('misses nothing that changes while a run goes on, on a page that was read already', async () => {
  publishMany(1, 2, 3, 4);
  registry.onPage = (page) => {
    if (page !== 1) return;
    registry.publish('io.acme/s1', '1.1.0');
    registry.publish('io.acme/s4', '1.1.0');
  };
  await sync();
  expect(await sync()).toMatchObject({ servers: { changed: 1, unchanged: 1 } });
  const writer = new CatalogWriter(folder);
  const versions = [...writer.records()].map(({ version }) => version);
  writer.close();
  expect(versions.filter((version) => version === '1.1.0')).toHaveLength(2);
});

it('goes on at the page at which it was killed', { timeout: 60_000 }, async () => {
  publishMany(1, 2, 3, 4, 5, 6, 7, 8);
  const script = new URL('../../../test/support/catalog/sync-once.ts', import.meta.url);
  const child = spawn(process.execPath, [script.pathname, folder, url.href], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  registry.onPage = (page) => {
    if (page === 3) child.kill('SIGKILL');
  };
  const [, signal] = (await ended) as [number | null, string | null];
  expect(signal).toBe('SIGKILL');
  const kept = servers().length;
  expect([4, 6, 8]).toContain(kept);
  const before = registry.asked.length;
  expect(await sync()).toMatchObject({ servers: { added: 8 - kept } });
  expect(query(before).get('cursor')).toBe(`io.acme/s${kept}:1.0.0`);
  expect(servers()).toHaveLength(8);
});

it('begins anew where the registry does not know its cursor any more', async () => {
  publishMany(1, 2, 3, 4, 5);
  registry.onPage = (page) => {
    if (page === 1) registry.mishaps.push({ status: 403 });
  };
  await expect(sync()).rejects.toThrow(FetchFault);
  expect(servers()).toHaveLength(2);
  registry.mishaps.push({ status: 400, body: '{"detail":"Invalid cursor parameter"}' });
  expect(await sync()).toMatchObject({ servers: { added: 3, unchanged: 2 } });
  expect(query(2).has('cursor')).toBe(true);
  expect(query(3).has('cursor')).toBe(false);
});

it('waits as long as it is asked to, and tries again', async () => {
  publishMany(1);
  registry.mishaps.push({ status: 429, headers: { 'retry-after': '7' } }, { status: 503 }, { status: 500 });
  expect(await sync()).toMatchObject({ servers: { added: 1 } });
  expect(waited).toEqual([7_000, 2_000, 4_000]);
});

// A registry that wants to be left alone is, for as long as one waits at all; it was asked again after a second.
it.each(['300', '301', '1000000', '999999999', '9'.repeat(400)])('waits five minutes at most: %s', async (seconds) => {
  publishMany(1);
  registry.mishaps.push({ status: 429, headers: { 'retry-after': seconds } });
  await sync();
  expect(waited).toEqual([300_000]);
});

it('takes what is well beside what is not, and lets no entry decide how far it has come', async () => {
  registry.mostOnPage = 100;
  publishMany(1);
  const meta = (updatedAt: unknown): object => ({ 'io.modelcontextprotocol.registry/official': { updatedAt } });
  const odd = [
    null,
    'text',
    7,
    [],
    {},
    { server: null },
    { server: { name: 5 } },
    { server: { name: ' ' } },
    { server: { name: 'io.acme/bare', packages: 'no list', repository: [] }, _meta: meta(12) },
    { server: { name: 'io.acme/when' }, _meta: meta('yesterday') },
    { server: { name: 'io.acme/late' }, _meta: meta('9999-01-01T00:00:00Z') },
    { name: 'io.acme/old', version_detail: { version: '0.1.0' }, packages: [{ registry_name: 'npm', name: 'old' }] },
  ];
  registry.mishaps.push({ status: 200, body: JSON.stringify({ servers: odd, metadata: { next_cursor: 'a:1' } }) });
  expect(await sync()).toMatchObject({ servers: { added: 5 } });
  publishMany(2);
  expect(await sync()).toMatchObject({ servers: { added: 1 } });
});

it('reads the earlier API where the URL says so', async () => {
  publishMany(1);
  expect(await sync(true, new URL('/v0', url))).toMatchObject({ servers: { added: 1 } });
  expect(registry.asked[0]?.pathname).toBe('/v0/servers');
});

it.each([
  ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, /redirects/],
  ['what is no JSON', { status: 200, body: '<html>' }, /not taken/],
  ['a page without servers', { status: 200, body: '{}' }, /no "servers"/],
  ['a refusal', { status: 403 }, /403/],
])('refuses %s', async (_, mishap, message) => {
  registry.mishaps.push(mishap);
  await expect(sync()).rejects.toThrow(message);
});

it('gives up on a server that only fails, and dials no private address unless told', async () => {
  for (let at = 0; at < 5; at++) registry.mishaps.push({ status: 500 });
  await expect(sync()).rejects.toThrow(/500/);
  waited = [];
  await expect(sync(false)).rejects.toThrow(FetchFault);
  await expect(sync(false)).rejects.toThrow(/ has an address that is not public; --allow-private lets it$/);
  // It is no better a second later.
  expect(waited).toEqual([]);
});

it('reads nothing that could be started', async () => {
  publishMany(1);
  await sync();
  const writer = new CatalogWriter(folder);
  const [record] = writer.records();
  expect(record?.packages).toEqual([{ registry: 'npm', name: '@acme/s1', version: '1.0.0' }]);
  expect(JSON.stringify(record)).not.toMatch(/runtime|environment|API_KEY/);
  writer.close();
});
