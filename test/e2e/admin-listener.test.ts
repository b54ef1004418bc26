/** `adminListen`: what is for operators is not where agents are, and the other way round. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initialize, post } from '../support/gateway/raw-session.ts';
import { open, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';

let gateway: TestGateway;
let dashboard: string;
let setupLink: string;
beforeAll(async () => {
  gateway = await startGateway({
    servers: { netdiag: servers.netdiag() },
    policies: { open },
    more: { adminListen: '127.0.0.1:0', allowedOrigins: ['https://app.example'] },
  });
  [, dashboard = ''] = await gateway.child.until('stdout', /^The dashboard is on (\S+)$/m);
  [, setupLink = ''] = await gateway.child.until('stdout', /^ {2}(\S+\/setup#\S+)$/m);
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
}, 60_000);

const statusOf = async (url: string, method = 'GET'): Promise<number> => {
  const body = method === 'POST' ? { body: '{}', headers: { 'Content-Type': 'application/json' } } : {};
  const answer = await fetch(url, { method, redirect: 'manual', ...body });
  await answer.arrayBuffer();
  return answer.status;
};

describe('there are two listeners', () => {
  it.each(['/', '/setup', '/api/v1/openapi.json', '/api/v1/servers', '/metrics', '/catalog', '/attacks', '/decide/x'])(
    '%s is for operators',
    async (path) => {
      expect(await statusOf(gateway.origin + path)).toBe(404);
      expect(await statusOf(dashboard + path)).not.toBe(404);
    },
  );

  it.each(['/mcp', '/mcp/netdiag', '/mcp/catalog'])('%s is for agents', async (path) => {
    expect(await statusOf(gateway.origin + path, 'POST')).toBe(401);
    expect(await statusOf(dashboard + path, 'POST')).toBe(404);
  });

  it.each(['/healthz', '/readyz'])('%s is for whoever looks', async (path) => {
    expect([await statusOf(gateway.origin + path), await statusOf(dashboard + path)]).toEqual([200, 200]);
  });

  it('an agent is served, counted where operators look, and links lead to them', async () => {
    const answer = await post(gateway.url('netdiag'), gateway.token(), initialize());
    expect(answer.status).toBe(200);
    const metrics = await (await fetch(`${dashboard}/metrics`)).text();
    expect(metrics).toContain('toolgate_sessions 1');
    expect(setupLink).toMatch(`${dashboard}/setup#`);
  });

  it('a page from elsewhere may not call the dashboard, whatever may call the gateway', async () => {
    const headers = { Origin: 'https://app.example' };
    const answer = await fetch(`${dashboard}/api/v1/openapi.json`, { headers });
    expect(answer.status).toBe(403);
  });
});

it('both close', async () => {
  await gateway.stop();
  for (const origin of [gateway.origin, dashboard]) await expect(fetch(`${origin}/healthz`)).rejects.toThrow();
});
