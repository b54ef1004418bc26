/** Which era real servers are found to speak, over both transports. */
import { createServer, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { fixtureServer } from '../../../test/support/upstreams/fixture-server.ts';
import { startLegacyHttp } from '../../../test/support/upstreams/legacy-server.ts';
import { listening } from '../../../test/support/upstreams/listening.ts';
import { startModernHttp } from '../../../test/support/upstreams/modern-server.ts';
import { anchoredClock } from '../../kernel/index.ts';
import { httpUpstream } from '../http/http-upstream.ts';
import { stdioUpstream } from '../stdio/stdio-upstream.ts';
import type { Upstream } from '../upstream.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const deps = { clock: anchoredClock(), log: () => {} };

function closed(upstream: Upstream): Upstream {
  closing.push(() => upstream.close());
  return upstream;
}

describe('over HTTP', () => {
  const at = (url: string, firstByteMs = 20_000): Upstream =>
    closed(
      httpUpstream(
        {
          ...fixtureServer,
          timeouts: { ...fixtureServer.timeouts, firstByteMs },
          transport: 'http',
          url,
          headers: new Map(),
          allowPrivate: true,
        },
        deps,
      ),
    );

  /** A server that answers `server/discover` like this, and opens no session. */
  async function answering(respond: (response: ServerResponse, id: number) => void): Promise<Upstream> {
    const http = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        if (request.method !== 'POST') return response.writeHead(405).end();
        const { id, method } = JSON.parse(body) as { id: number; method: string };
        return method === 'server/discover' ? respond(response, id) : response.writeHead(400).end();
      });
    });
    const port = await listening(http);
    closing.push(() => {
      http.closeAllConnections();
      return new Promise((resolve) => http.close(resolve));
    });
    return at(`http://127.0.0.1:${port}/mcp`, 1_000);
  }

  it('a server with sessions', async () => {
    const server = await startLegacyHttp();
    closing.push(() => server.close());
    const upstream = at(server.url);
    expect([await upstream.era('modern'), await upstream.era('legacy')]).toEqual(['legacy', 'legacy']);
    expect(upstream.verdict()).toMatchObject({ legacy: true, modern: false });
  });

  it('a server without', async () => {
    const server = await startModernHttp();
    closing.push(() => server.close());
    const upstream = at(server.url);
    expect([await upstream.era('modern'), await upstream.era('legacy')]).toEqual(['modern', 'modern']);
    expect(upstream.verdict()).toMatchObject({ legacy: false, modern: true });
  });

  const json = (status: number, error: object, id: unknown) => (response: ServerResponse, asked: number) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: id === undefined ? asked : id, error }));
  };
  const unsupported = { code: -32022, message: 'no', data: { supported: ['2026-07-28'] } };

  it.each([
    ['a refusal in the words of the modern era', json(400, unsupported, undefined), 'modern'],
    ['one that does not repeat the id', json(400, unsupported, null), 'modern'],
    ['a missing header', json(400, { code: -32020, message: 'no' }, null), 'modern'],
    ['a handshake that is missing', json(400, { code: -32000, message: 'not initialized' }, null), 'legacy'],
    ['an unknown method', json(404, { code: -32601, message: 'no' }, undefined), 'legacy'],
    ['400 and nothing', (response: ServerResponse) => response.writeHead(400).end(), 'legacy'],
    ['404 and a page', (response: ServerResponse) => response.writeHead(404).end('<p>'), 'legacy'],
    ['405', (response: ServerResponse) => response.writeHead(405).end(), 'legacy'],
    ['202', (response: ServerResponse) => response.writeHead(202).end(), 'legacy'],
  ] as const)('%s', async (_what, respond, era) => {
    expect(await (await answering(respond)).era('modern')).toBe(era);
  });

  it.each([
    ['401', (response: ServerResponse) => response.writeHead(401).end(), 'upstream_unauthorized'],
    ['403', (response: ServerResponse) => response.writeHead(403).end(), 'upstream_unauthorized'],
    ['500', (response: ServerResponse) => response.writeHead(500).end(), 'upstream_unavailable'],
    ['429', (response: ServerResponse) => response.writeHead(429).end(), 'upstream_unavailable'],
    ['silence', () => {}, 'upstream_timeout'],
    ['a broken connection', (response: ServerResponse) => response.destroy(), 'upstream_unavailable'],
  ] as const)('%s is no evidence', async (_what, respond, code) => {
    const upstream = await answering(respond);
    await expect(upstream.era('modern')).rejects.toMatchObject({ code });
    expect(upstream.verdict()).toBeUndefined();
  });
});

describe('over stdio', () => {
  const program = (code: string | { readonly file: string }, silenceMs = 20_000): Upstream => {
    const run =
      typeof code === 'string'
        ? ['-e', code]
        : ['--no-warnings', fileURLToPath(new URL(`../../../test/support/upstreams/${code.file}`, import.meta.url))];
    const server = {
      ...fixtureServer,
      transport: 'stdio' as const,
      command: [process.execPath, ...run],
      env: new Map<string, string>(),
      cwd: undefined,
      shared: false,
      runAs: undefined,
    };
    return closed(stdioUpstream(server, { ...deps, silenceMs }));
  };

  it('a server with sessions, which no client of its own era waits for', async () => {
    const upstream = program({ file: 'legacy-server.ts' });
    expect(await upstream.era('legacy')).toBe('legacy');
    expect(upstream.verdict()).toBeUndefined();
    expect(await upstream.era('modern')).toBe('legacy');
  }, 60_000);

  it('a server without: once it refused a session, it is asked', async () => {
    const upstream = program({ file: 'modern-server.ts' });
    upstream.misjudged('legacy');
    expect(await upstream.era('legacy')).toBe('modern');
    expect(await upstream.era('modern')).toBe('modern');
  }, 60_000);

  it('a server that says nothing', async () => {
    expect(await program('process.stdin.resume()', 300).era('modern')).toBe('legacy');
  });

  it('a server that ends on the question may still be started at once, and is not down', async () => {
    const upstream = program('process.stdin.once("data", () => process.exit(1))');
    expect(await upstream.era('modern')).toBe('legacy');
    upstream.misjudged('legacy');
    expect(await upstream.era('modern')).toBe('legacy');
    upstream.misjudged('legacy');
    expect(await upstream.era('modern')).toBe('legacy');
    expect(upstream.health().state).toBe('unknown');
  });
});
