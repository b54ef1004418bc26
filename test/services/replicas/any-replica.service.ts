/** Any gateway serves any request, on one Valkey as on one PostgreSQL alone: what one began the other goes on with. */
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { openSession, post } from '../../support/gateway/raw-session.ts';
import { open, openBothWays } from '../../support/gateway/servers.ts';
import { type LegacyHttp, startLegacyHttp } from '../../support/upstreams/legacy-server.ts';
import { newDatabase, type TestDatabase } from '../support/new-database.ts';
import { noPostgres } from '../support/start-postgres.ts';
import { noRedis, type RedisServer, startRedis } from '../support/start-redis.ts';
import { type Installation, startReplicas } from '../support/start-replicas.ts';

const redis: RedisServer | undefined = await startRedis();
const text = (body: string): string => /"text":"((?:[^"\\]|\\.)*)"/.exec(body)?.[1] ?? body;

const postgres = inject('postgres');
const ways: readonly (readonly ['Valkey' | 'PostgreSQL alone', missing: string | undefined])[] = [
  ['Valkey', redis === undefined ? noRedis : undefined],
  ['PostgreSQL alone', postgres === undefined ? noPostgres : undefined],
];

for (const [what, missing] of ways)
  describe.skipIf(missing !== undefined)(missing ?? `two gateways on one ${what}`, () => {
    let upstream: LegacyHttp;
    let database: TestDatabase | undefined;
    let installation: Installation;
    let one: string;
    let other: string;
    let token: string;

    beforeAll(async () => {
      upstream = await startLegacyHttp();
      const server = { url: upstream.url, allowPrivate: true };
      if (what !== 'Valkey') database = await newDatabase(postgres ?? '');
      const where = database === undefined ? { valkey: redis?.url ?? '' } : { database: database.url };
      installation = await startReplicas(2, {
        ...where,
        servers: { legacy: server, few: server },
        policies: {
          legacy: openBothWays,
          few: { ...open, tools: { echo: { limits: [{ counter: 'c', window: 'minute', max: 10, scope: 'grant' }] } } },
        },
        grants: { agent: { legacy: 'legacy', few: 'few' } },
      });
      const [first, second] = installation.replicas;
      one = first?.origin ?? '';
      other = second?.origin ?? '';
      token = installation.token('agent');
    }, 120_000);
    afterAll(async () => {
      await installation?.stop();
      await upstream?.close();
      await database?.remove();
      if (what === 'Valkey') await redis?.remove();
    }, 60_000);

    const headers = (id: string) => ({ 'Mcp-Session-Id': id, 'MCP-Protocol-Version': '2025-11-25' });
    const send = (origin: string, slug: string, id: string, message: object) =>
      post(`${origin}/mcp/${slug}`, token, JSON.stringify({ jsonrpc: '2.0', ...message }), headers(id));
    const call = (origin: string, slug: string, session: string, id: number, name: string, args: object = {}) =>
      send(origin, slug, session, { id, method: 'tools/call', params: { name, arguments: args } });

    it('share a limit', async () => {
      const { id } = await openSession(`${one}/mcp/few`, token);
      const answers = await Promise.all(
        Array.from({ length: 24 }, (_, n) => call(n % 2 === 0 ? one : other, 'few', id, n + 1, 'echo', { value: n })),
      );
      const denied = answers.filter(({ text: body }) => body.includes('[POLICY DENIED]'));
      expect(denied).toHaveLength(14);
      expect(text(denied[0]?.text ?? '')).toMatch(/limit of 10 per minute reached; try again in \d+ s/);
    });

    it('go on with each other’s sessions, until the client ends one at either', async () => {
      const { id } = await openSession(`${one}/mcp/legacy`, token);
      expect(text((await call(other, 'legacy', id, 1, 'echo', { value: 'here' })).text)).toContain('here');
      const gone = await fetch(`${other}/mcp/legacy`, {
        method: 'DELETE',
        headers: { ...headers(id), Authorization: `Bearer ${token}` },
      });
      expect(gone.status).toBe(204);
      await vi.waitFor(async () => expect((await call(one, 'legacy', id, 2, 'echo', { value: 1 })).status).toBe(404));
    });

    it('hand a client’s answer to the gateway that asked', async () => {
      const { id } = await openSession(`${one}/mcp/legacy`, token, { elicitation: { form: {} } });
      // The other one has the session, too, and questions of its own would have other ids.
      await call(other, 'legacy', id, 1, 'echo', { value: 1 });
      const asked = await fetch(`${one}/mcp/legacy`, {
        method: 'POST',
        headers: {
          ...headers(id),
          Authorization: `Bearer ${token}`,
          'Content-Type': 'application/json',
          Accept: 'application/json, text/event-stream',
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 2,
          method: 'tools/call',
          params: { name: 'elicit', arguments: {} },
        }),
      });
      let seen = '';
      let answered = false;
      for await (const chunk of asked.body ?? []) {
        seen += Buffer.from(chunk as Uint8Array).toString();
        const question =
          /"id":(\d+),"method":"elicitation\/create"/.exec(seen) ?? /elicitation\/create.*?"id":(\d+)/.exec(seen);
        if (question === null || answered) continue;
        answered = true;
        const result = { action: 'accept', content: { name: 'Ada' } };
        expect((await send(other, 'legacy', id, { id: Number(question[1]), result })).status).toBe(202);
      }
      expect(seen).toContain('Ada');
    });

    it('hand a cancellation to the gateway that has the call', async () => {
      const { id } = await openSession(`${one}/mcp/legacy`, token);
      const before = upstream.seen.cancelled;
      const waiting = call(one, 'legacy', id, 7, 'wait');
      await vi.waitFor(() => expect(upstream.seen.calls.filter((name) => name === 'wait')).toHaveLength(1));
      const params = { requestId: 7, reason: 'enough' };
      await send(other, 'legacy', id, { method: 'notifications/cancelled', params });
      await waiting;
      await vi.waitFor(() => expect(upstream.seen.cancelled).toBe(before + 1));
    });

    it('go on with a call that asked its client for input', async () => {
      const meta = {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
      };
      const elicit = (origin: string, more: object) =>
        post(
          `${origin}/mcp/legacy`,
          token,
          JSON.stringify({
            jsonrpc: '2.0',
            id: 1,
            method: 'tools/call',
            params: { name: 'elicit', arguments: {}, _meta: meta, ...more },
          }),
          { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call', 'Mcp-Name': 'elicit' },
        );
      const asked = await elicit(one, {});
      const line = asked.text.split('\n').find((each) => each.includes('input_required')) ?? asked.text;
      const { result } = JSON.parse(line.replace(/^data: /, '')) as {
        result: { requestState: string; inputRequests: Record<string, unknown> };
      };
      const [key = ''] = Object.keys(result.inputRequests);
      const inputResponses = { [key]: { action: 'accept', content: { name: 'Grace' } } };
      const again = { requestState: result.requestState, inputResponses };
      expect((await elicit(other, again)).text).toContain('Grace');
      // A state is good for once, wherever it is shown.
      expect((await elicit(one, again)).text).toContain('-32602');
    });
  });
