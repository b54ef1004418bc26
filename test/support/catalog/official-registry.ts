import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A version of a server as the registry keeps it. */
export interface Published {
  readonly name: string;
  readonly version: string;
  readonly status: 'active' | 'deprecated' | 'deleted';
  readonly statusMessage?: string;
  readonly publishedAt: string;
  readonly updatedAt: string;
  readonly isLatest: boolean;
  /** Anything more in its `server`: what a publisher wrote, well or badly. */
  readonly more: Readonly<Record<string, unknown>>;
}

/** An answer to give instead of the next one. */
export interface Mishap {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * The official registry's list as its OpenAPI description and its source tell it (2025-12): ordered by name and version,
 * with a cursor of both; `updated_since` strictly later and with what was deleted; `version=latest`; pages of 30 unless
 * 1 to 100 are asked for; problems with status 400 and 422; its own clock in `Date`. It gives no tags itself: a cache
 * before it may, which is what `tagged` plays.
 */
export class OfficialRegistry {
  /** The registry's clock: every change is at the next second. */
  time = Date.parse('2026-01-01T00:00:00Z');
  tagged = false;
  /** The most that a page holds, whatever is asked for. */
  mostOnPage = 100;
  /** Called after each page was sent. */
  onPage: (page: number) => void = () => undefined;
  readonly asked: URL[] = [];
  readonly mishaps: Mishap[] = [];
  readonly #kept = new Map<string, Published>();
  readonly #server: Server = createServer((request, response) => this.#answer(request, response));

  /** Listens on a free port of 127.0.0.1. */
  async listen(): Promise<URL> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** Publishes a version, which is the latest from then on. */
  publish(name: string, version = '1.0.0', more: Readonly<Record<string, unknown>> = {}): void {
    for (const one of this.#versionsOf(name)) this.#kept.set(key(one), { ...one, isLatest: false });
    const at = this.#tick();
    const one = { name, version, status: 'active', publishedAt: at, updatedAt: at, isLatest: true, more } as const;
    this.#kept.set(key(one), one);
  }

  /** Gives all versions of a server a status, as `PATCH /v0.1/servers/{name}/status` does. */
  setStatus(name: string, status: Published['status'], statusMessage?: string): void {
    const updatedAt = this.#tick();
    for (const one of this.#versionsOf(name)) {
      this.#kept.set(key(one), {
        ...one,
        status,
        updatedAt,
        ...(statusMessage === undefined ? {} : { statusMessage }),
      });
    }
  }

  #versionsOf(name: string): Published[] {
    return [...this.#kept.values()].filter((one) => one.name === name);
  }

  #tick(): string {
    this.time += 1_000;
    return new Date(this.time).toISOString();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', 'http://registry.test');
    this.asked.push(url);
    response.setHeader('date', new Date(this.time).toUTCString());
    const mishap = this.mishaps.shift();
    if (mishap !== undefined) return void response.writeHead(mishap.status, mishap.headers).end(mishap.body ?? '');
    if (!/^\/v0(\.1)?\/servers$/.test(url.pathname)) return void problem(response, 404, 'Not Found');
    const limit = Number(url.searchParams.get('limit') ?? 30);
    if (!Number.isInteger(limit) || limit < 1 || limit > 100) return void problem(response, 422, 'validation failed');
    const since = url.searchParams.get('updated_since');
    if (since !== null && Number.isNaN(Date.parse(since)))
      return void problem(response, 400, 'Invalid updated_since format');
    const cursor = url.searchParams.get('cursor');
    if (cursor !== null && !cursor.includes(':')) return void problem(response, 400, 'Invalid cursor parameter');
    const found = [...this.#kept.values()]
      .filter((one) => since === null || Date.parse(one.updatedAt) > Date.parse(since))
      .filter((one) => since !== null || url.searchParams.get('include_deleted') === 'true' || one.status !== 'deleted')
      .filter((one) => url.searchParams.get('version') !== 'latest' || one.isLatest)
      .filter((one) => cursor === null || key(one) > cursor)
      .sort((one, other) => (key(one) < key(other) ? -1 : 1))
      .slice(0, Math.min(limit, this.mostOnPage));
    const full = found.length === Math.min(limit, this.mostOnPage);
    const last = found.at(-1);
    const body = JSON.stringify({
      servers: found.map(entryOf),
      metadata: { ...(full && last !== undefined ? { nextCursor: key(last) } : {}), count: found.length },
    });
    const etag = `W/"${Buffer.from(body).toString('base64url').slice(-40)}"`;
    if (this.tagged && request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
    else response.writeHead(200, { 'content-type': 'application/json', ...(this.tagged ? { etag } : {}) }).end(body);
    this.onPage(this.asked.length);
  }
}

function key({ name, version }: Pick<Published, 'name' | 'version'>): string {
  return `${name}:${version}`;
}

function entryOf({ name, version, more, ...official }: Published): object {
  return {
    server: {
      $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json',
      name,
      description: `What ${name} does`,
      version,
      repository: { url: `https://github.com/acme/${name.split('/')[1] ?? ''}`, source: 'github' },
      packages: [
        {
          registryType: 'npm',
          identifier: `@acme/${name.split('/')[1] ?? ''}`,
          version,
          transport: { type: 'stdio' },
          runtimeHint: 'sh',
          runtimeArguments: [{ type: 'positional', value: '-c' }],
          environmentVariables: [{ name: 'API_KEY', isSecret: true }],
        },
      ],
      ...more,
    },
    _meta: {
      'io.modelcontextprotocol.registry/official': { ...official, statusChangedAt: official.updatedAt },
    },
  };
}

function problem(response: ServerResponse, status: number, detail: string): ServerResponse {
  response.writeHead(status, { 'content-type': 'application/problem+json' });
  return response.end(JSON.stringify({ title: 'Error', status, detail }));
}
