import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { anchoredClock } from '../../kernel/index.ts';
import { openCatalogWriter } from '../store/open-catalog.ts';
import type { Differences } from '../store/record.ts';
import { HttpGet, SourceFault } from './http-get.ts';
import { syncRegistry } from './sync-registry.ts';

interface Entry {
  readonly name: string;
  readonly updatedAt: string;
  readonly status?: string;
  readonly description?: string;
}

/** A registry as the official one behaves: opaque cursors, `updated_since`, tags; and mishaps that a test orders. */
class Registry {
  entries: Entry[] = [];
  perPage = 2;
  readonly asked: string[] = [];
  /** Answers to give instead, in turn. */
  readonly mishaps: { status: number; headers?: Record<string, string>; body?: string }[] = [];
  readonly server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    this.asked.push(`${url.pathname}${url.search}`);
    const mishap = this.mishaps.shift();
    if (mishap !== undefined) return void response.writeHead(mishap.status, mishap.headers).end(mishap.body ?? '');
    if (url.pathname !== '/v0.1/servers') return void response.writeHead(404).end();
    const since = url.searchParams.get('updated_since') ?? '';
    const all = this.entries.filter(({ updatedAt }) => updatedAt > since);
    const from = Number(Buffer.from(url.searchParams.get('cursor') ?? '', 'base64').toString() || '0');
    const etag = `"${since} ${all.length}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
    const page = all.slice(from, from + this.perPage);
    const more = from + this.perPage < all.length;
    const body = {
      servers: page.map(({ name, updatedAt, status = 'active', description = 'd' }) => ({
        server: {
          name,
          description,
          version: '1.0.0',
          repository: { url: `https://github.com/acme/${name.split('/')[1]}`, source: 'github' },
          packages: [
            {
              registryType: 'npm',
              identifier: name,
              version: '1.0.0',
              runtimeArguments: [{ value: '-c' }],
              environmentVariables: [{ name: 'X' }],
            },
          ],
        },
        _meta: { 'io.modelcontextprotocol.registry/official': { status, updatedAt, isLatest: true } },
      })),
      metadata: {
        count: page.length,
        ...(more ? { nextCursor: Buffer.from(String(from + this.perPage)).toString('base64') } : {}),
      },
    };
    response.writeHead(200, { 'content-type': 'application/json', etag }).end(JSON.stringify(body));
  });
}

let folder: string;
let registry: Registry;
let waited: number[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sync-'));
  registry = new Registry();
  waited = [];
  await new Promise<void>((done) => registry.server.listen(0, '127.0.0.1', done));
});
afterEach(async () => {
  registry.server.closeAllConnections();
  await new Promise((done) => registry.server.close(done));
  rmSync(folder, { recursive: true, force: true });
});

async function sync(allowPrivate = true): Promise<Differences> {
  const writer = openCatalogWriter(folder);
  const url = new URL(`http://127.0.0.1:${(registry.server.address() as AddressInfo).port}`);
  const pause = async (ms: number): Promise<void> => void waited.push(ms);
  const http = new HttpGet(url, { clock: anchoredClock(), allowPrivate, pause, userAgent: 'test' });
  try {
    return await syncRegistry({ writer, http, url, now: 5_000, pause: () => pause(250), onPage: () => undefined });
  } finally {
    await http.close();
    writer.close();
  }
}

const servers = (): (string | undefined)[] => {
  const writer = openCatalogWriter(folder);
  const names = writer
    .reader()
    .servers(0, 100)
    .map(({ name }) => name);
  writer.close();
  return names;
};
const entry = (number: number, rest: Partial<Entry> = {}): Entry => ({
  name: `io.acme/s${number}`,
  updatedAt: `2026-01-0${number}T00:00:00Z`,
  ...rest,
});

it('takes all at first, then what has changed, then hears that nothing has', async () => {
  registry.entries = [1, 2, 3, 4, 5].map((number) => entry(number));
  expect(await sync()).toMatchObject({ servers: { added: 5 } });
  expect(registry.asked).toHaveLength(3);
  expect(registry.asked[0]).toBe('/v0.1/servers?limit=100&version=latest');
  registry.entries[1] = entry(2, { updatedAt: '2026-02-01T00:00:00Z', status: 'deleted' });
  registry.entries.push(entry(6, { updatedAt: '2026-02-02T00:00:00Z' }));
  expect(await sync()).toMatchObject({ servers: { added: 1, changed: 1, unchanged: 0 } });
  expect(registry.asked[3]).toContain('updated_since=2026-01-05T00%3A00%3A00Z');
  expect(servers()).toEqual(['io.acme/s1', 'io.acme/s3', 'io.acme/s4', 'io.acme/s5', 'io.acme/s6']);
  expect(await sync()).toMatchObject({ servers: { added: 0, changed: 0, unchanged: 0 } });
  expect(await sync()).toMatchObject({ servers: { added: 0 } });
  expect(registry.asked.slice(5).every((path) => path.includes('updated_since=2026-02-02'))).toBe(true);
});

it('goes on where it was broken off', async () => {
  registry.entries = [1, 2, 3, 4, 5].map((number) => entry(number));
  registry.mishaps.length = 0;
  const broken = { status: 404 };
  // The first page is answered, the second is not.
  const answered = registry.server.listeners('request');
  expect(answered).toHaveLength(1);
  registry.server.prependListener('request', () => {
    if (registry.asked.length === 0) queueMicrotask(() => registry.mishaps.push(broken));
  });
  await expect(sync()).rejects.toThrow(SourceFault);
  expect(servers()).toEqual(['io.acme/s1', 'io.acme/s2']);
  registry.mishaps.length = 0;
  expect(await sync()).toMatchObject({ servers: { added: 3 } });
  expect(registry.asked.at(-2)).toContain('cursor=');
  expect(servers()).toHaveLength(5);
});

it('waits as long as it is asked to, and tries again', async () => {
  registry.entries = [entry(1)];
  registry.mishaps.push({ status: 429, headers: { 'retry-after': '7' } }, { status: 503 }, { status: 500 });
  expect(await sync()).toMatchObject({ servers: { added: 1 } });
  expect(waited).toEqual([7_000, 2_000, 4_000]);
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
  await expect(sync(false)).rejects.toThrow(SourceFault);
});

it('reads nothing that could be started', async () => {
  registry.entries = [entry(1)];
  await sync();
  const writer = openCatalogWriter(folder);
  const [record] = writer.records();
  expect(record?.packages).toEqual([{ registry: 'npm', name: 'io.acme/s1', version: '1.0.0' }]);
  expect(JSON.stringify(record)).not.toMatch(/runtimeArguments|environment/);
  writer.close();
});
