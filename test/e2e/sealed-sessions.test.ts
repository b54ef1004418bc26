/** A session lives in its id: a gateway that is started again goes on with it, and so would another one. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Child, cleanEnvironment, startChild } from '../support/gateway/child.ts';
import { openSession, post } from '../support/gateway/raw-session.ts';
import { open, servers } from '../support/gateway/servers.ts';
import { type LegacyHttp, startLegacyHttp } from '../support/upstreams/legacy-server.ts';

const token = `tg_${'a'.repeat(43)}`;
const stranger = `tg_${'b'.repeat(43)}`;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
}, 60_000);

/** A gateway that can be stopped and started on the same folder and port. */
async function restartable(upstream: LegacyHttp) {
  const folder = await mkdtemp(join(tmpdir(), 'toolgate-sealed-'));
  closing.push(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const config = join(folder, 'toolgate.yaml');
  const reach = { http: 'open', pipe: 'open' };
  await writeFile(
    config,
    JSON.stringify({
      servers: { http: { url: upstream.url, allowPrivate: true }, pipe: servers.legacy() },
      policies: { open },
      grants: [
        { label: 'one', servers: reach, token },
        { label: 'two', servers: reach, token: stranger },
      ],
    }),
    { mode: 0o600 },
  );
  let child: Child | undefined;
  let port = '0';
  closing.push(async () => child?.stop());
  const start = async (): Promise<string> => {
    const args = ['up', '--config', config, '--port', port, '--data', join(folder, 'data')];
    child = startChild(args, { cwd: folder, env: cleanEnvironment(folder) });
    const [, origin = ''] = await child.until('stdout', /^Toolgate \S+ is ready on (\S+)$/m);
    port = new URL(origin).port;
    return origin;
  };
  const stop = async (): Promise<void> => {
    await child?.stop();
    child = undefined;
  };
  const kill = async (): Promise<void> => {
    // It complains of a child that had to be killed, which is what is wanted here.
    await child?.stop('SIGKILL').catch(() => undefined);
    child = undefined;
  };
  return { start, stop, kill, secret: () => readFile(join(folder, 'data', 'secret.key'), 'utf8') };
}

async function upstreamServer(): Promise<LegacyHttp> {
  const upstream = await startLegacyHttp();
  closing.push(() => upstream.close());
  return upstream;
}

const headers = (id: string) => ({ 'Mcp-Session-Id': id, 'MCP-Protocol-Version': '2025-11-25' });
const call = (url: string, id: string, name: string, bearer = token) =>
  post(
    url,
    bearer,
    JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name, arguments: { value: 'still here' } },
    }),
    headers(id),
  );

describe('a session whose gateway was started again', () => {
  it('goes on, with the very session that its server holds', async () => {
    const upstream = await upstreamServer();
    const gateway = await restartable(upstream);
    const url = `${await gateway.start()}/mcp/http`;
    const { id } = await openSession(url, token);
    const before = upstream.sessions();
    expect(before).toHaveLength(1);
    await gateway.stop();
    expect(upstream.sessions()).toEqual(before);
    await gateway.start();
    const answer = await call(url, id, 'echo');
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('still here');
    expect(upstream.sessions()).toEqual(before);
    // To anybody else, and anywhere else, it is as unknown as one that never was.
    expect((await call(url, id, 'echo', stranger)).status).toBe(404);
    expect((await call(url.replace('/http', '/pipe'), id, 'echo')).status).toBe(404);
    for (const altered of [`${id}A`, id.slice(0, -1), id.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))]) {
      expect((await call(url, altered, 'echo')).status).toBe(404);
    }
    const ended = await fetch(url, { method: 'DELETE', headers: { ...headers(id), Authorization: `Bearer ${token}` } });
    expect(ended.status).toBe(204);
    expect(upstream.sessions()).toEqual([]);
    expect((await call(url, id, 'echo')).status).toBe(404);
  });

  it('does not, where its client had ended it, at a server or at all of them', async () => {
    const upstream = await upstreamServer();
    const gateway = await restartable(upstream);
    const origin = await gateway.start();
    const urls = [`${origin}/mcp/http`, `${origin}/mcp`];
    const ended = await Promise.all(urls.map((url) => openSession(url, token)));
    const left = await Promise.all(urls.map((url) => openSession(url, token)));
    for (const [n, { id }] of ended.entries()) {
      const bye = { method: 'DELETE', headers: { ...headers(id), Authorization: `Bearer ${token}` } };
      expect((await fetch(urls[n] ?? '', bye)).status).toBe(204);
    }
    await gateway.kill();
    await gateway.start();
    const statuses = async (sessions: readonly { readonly id: string }[]): Promise<number[]> =>
      Promise.all(
        sessions.map(async ({ id }, n) => (await call(urls[n] ?? '', id, n === 0 ? 'echo' : 'http__echo')).status),
      );
    expect(await statuses(ended)).toEqual([404, 404]);
    expect(await statuses(left)).toEqual([200, 200]);
    const again = { method: 'DELETE', headers: { ...headers(ended[0]?.id ?? ''), Authorization: `Bearer ${token}` } };
    expect((await fetch(urls[0] ?? '', again)).status).toBe(404);
  });

  it('is greeted anew at a server that has lost it, and the client need not know', async () => {
    const upstream = await upstreamServer();
    const gateway = await restartable(upstream);
    const origin = await gateway.start();
    const http = await openSession(`${origin}/mcp/http`, token);
    const pipe = await openSession(`${origin}/mcp/pipe`, token);
    const all = await openSession(`${origin}/mcp`, token);
    await gateway.stop();
    upstream.forgetSessions();
    await gateway.start();
    expect((await call(`${origin}/mcp/http`, http.id, 'echo')).text).toContain('still here');
    expect((await call(`${origin}/mcp/pipe`, pipe.id, 'echo')).text).toContain('still here');
    expect((await call(`${origin}/mcp`, all.id, 'http__echo')).text).toContain('still here');
  });
});

describe('a session that its server has lost', () => {
  it('is opened anew, and the call that found out is made all the same', async () => {
    const upstream = await upstreamServer();
    const gateway = await restartable(upstream);
    const url = `${await gateway.start()}/mcp/http`;
    const { id } = await openSession(url, token);
    expect((await call(url, id, 'echo')).text).toContain('still here');
    upstream.forgetSessions();
    expect((await call(url, id, 'echo')).text).toContain('still here');
    expect(upstream.seen.calls).toEqual(['echo', 'echo']);
  });
});

describe('an id', () => {
  it('says nothing of what is in it', async () => {
    const gateway = await restartable(await upstreamServer());
    const { id } = await openSession(`${await gateway.start()}/mcp/http`, token);
    expect(id).toMatch(/^[\w.-]+$/);
    const bytes = id.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    for (const word of ['raw', '2025', 'http', 'capabilities']) expect(bytes.join()).not.toContain(word);
  });
});
