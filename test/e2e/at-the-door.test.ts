/** Who is turned away before anything is judged, and how. The oracle is the server's own count. */
import { auth as registerThen } from '@modelcontextprotocol/client';
import { auth as registerFirst } from '@modelcontextprotocol/sdk/client/auth.js';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { initialize, openSession, post } from '../support/gateway/raw-session.ts';
import { open } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { startByteCounter } from '../support/upstreams/byte-counter.ts';

type Counter = Awaited<ReturnType<typeof startByteCounter>>;

let counter: Counter;
let gateway: TestGateway;
beforeAll(async () => {
  counter = await startByteCounter();
  const server = { url: counter.url, allowPrivate: true };
  gateway = await startGateway({
    servers: { counted: { ...server, caps: { body: '64KiB' } }, other: server },
    policies: { open },
    grants: { one: { counted: 'open' }, two: { other: 'open' } },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await counter?.close();
}, 60_000);

const error = (code: number, message: string, data: string): string =>
  `{"jsonrpc":"2.0","id":null,"error":{"code":${code},"message":"${message}","data":{"code":"${data}"}}}`;

describe('nobody known', () => {
  const nothing = 'A grant token is required: send it as Authorization: Bearer <token>.';
  const unknown = 'This token is not known, or no longer.';
  const nobody: readonly [string, string | undefined, string][] = [
    ['no token', undefined, nothing],
    ['an empty one', '', unknown],
    ['a made-up one', `tg_${'A'.repeat(43)}`, unknown],
    ['one of another form', 'secret', unknown],
  ];
  const bodies: readonly [string, string][] = [
    ['a handshake', initialize()],
    ['nonsense', '{"id":1,"id":'],
  ];
  for (const [which, token, why] of nobody) {
    it.each(bodies)(`${which}, with %s: 401, and nothing is parsed`, async (_what, body) => {
      counter.reset();
      const answer = await post(gateway.url('counted'), token, body);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe(
        why === nothing ? 'Bearer realm="toolgate"' : 'Bearer realm="toolgate", error="invalid_token"',
      );
      expect(answer.text).toBe(error(-32600, why, 'unauthenticated'));
      expect(counter.bytes()).toBe(0);
    });
  }

  it('is told the same of a server that is not there', async () => {
    const answer = await post(gateway.url('nowhere'), undefined, initialize());
    expect(answer.status).toBe(401);
  });

  it.each(['GET', 'DELETE'])('%s: 401', async (method) => {
    const answer = await fetch(gateway.url('counted'), { method });
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="toolgate"']);
    await answer.arrayBuffer();
  });
});

describe('somebody known', () => {
  const token = (): string => gateway.token('one');

  it.each(['GET', 'DELETE', 'PUT', 'PATCH'])('%s without a session: 405, and what is allowed', async (method) => {
    const headers = { Authorization: `Bearer ${token()}` };
    const answer = await fetch(gateway.url('counted'), { method, headers });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, expect.stringContaining('POST')]);
    await answer.arrayBuffer();
  });

  it.each(['other', 'nowhere'])(
    'is refused the server %s with 403, and cannot tell whether it exists',
    async (slug) => {
      counter.reset();
      const answer = await post(gateway.url(slug), token(), initialize());
      expect(answer.status).toBe(403);
      expect(answer.headers.get('www-authenticate')).toBeNull();
      expect(answer.text).toBe(error(-32600, 'This grant does not cover this server.', 'forbidden'));
      expect(counter.bytes()).toBe(0);
    },
  );

  it.each(['/', '/mcp/', '/mcp/counted/', '/sse'])('who posts to %s is told where MCP is spoken', async (path) => {
    const answer = await post(gateway.origin + path, token(), initialize());
    expect([404, 405]).toContain(answer.status);
    expect(JSON.parse(answer.text).error.message).toContain('MCP is spoken at /mcp/<server>');
  });

  it('is refused a body above the cap with 413', async () => {
    counter.reset();
    const answer = await post(gateway.url('counted'), token(), `"${'x'.repeat(64 * 1024)}"`);
    expect(answer.status).toBe(413);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { data: { code: 'too_large' } } });
    expect(counter.bytes()).toBe(0);
  });

  it('is refused other media types with 415', async () => {
    const answer = await post(gateway.url('counted'), token(), initialize(), { 'Content-Type': 'text/plain' });
    expect(answer.status).toBe(415);
  });

  const call = '"method":"tools/call","params":{"name":"echo","arguments":{}}';
  const bad: readonly [string, string, number, unknown][] = [
    ['a batch', `[{"jsonrpc":"2.0","id":1,${call}}]`, 400, null],
    ['a duplicate key', `{"jsonrpc":"2.0","id":1,"id":2,${call}}`, 400, null],
    ['a duplicate key, escaped', `{"jsonrpc":"2.0","id":1,"m\\u0065thod":"ping",${call}}`, 400, null],
    [
      'a duplicate key in arguments',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"a":1,"a":2}}}',
      400,
      null,
    ],
    [
      '__proto__',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"__proto__":1}}}',
      400,
      null,
    ],
    ['a call without an id', `{"jsonrpc":"2.0",${call}}`, 400, null],
    ['two documents', `{"jsonrpc":"2.0","id":1,${call}}{}`, 400, null],
    [
      'arguments that are no object',
      '{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{"name":"echo","arguments":[]}}',
      400,
      'x',
    ],
    ['a call that names nothing', '{"jsonrpc":"2.0","id":"x","method":"tools/call","params":{}}', 400, 'x'],
  ];
  it.each(bad)('is refused %s, and no call goes out', async (_what, body, status, id) => {
    const session = await openSession(gateway.url('counted'), token());
    counter.reset();
    const answer = await session.send(body);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ id, error: { data: { code: 'bad_request' } } });
    expect(counter.toolCalls()).toBe(0);
    await session.end();
  });

  it('is told of a method that nobody knows in an answer, and nothing goes out', async () => {
    const session = await openSession(gateway.url('counted'), token());
    counter.reset();
    const { status, text } = await session.send({ id: 1, method: 'tools/destroy' });
    expect([status, text]).toEqual([
      200,
      '{"jsonrpc":"2.0","id":1,"error":{"code":-32601,"message":"Method not found: tools/destroy"}}',
    ]);
    // The stream that belongs to the session may still be on its way.
    expect(counter.received().toString()).not.toContain('destroy');
  });

  it('is served', async () => {
    const session = await openSession(gateway.url('counted'), token());
    counter.reset();
    expect((await session.call(1, 'echo')).text).toContain('called echo');
    expect(counter.toolCalls()).toBe(1);
  });
});

it('what was refused is on the record, with the grant where there is one: floods as one with a count', async () => {
  const get = (headers: Record<string, string>, slug = 'counted', method = 'GET'): Promise<number> =>
    fetch(gateway.url(slug), { method, headers: { Authorization: `Bearer ${gateway.token('two')}`, ...headers } }).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
    );
  expect(await get({})).toBe(403);
  expect(await get({}, 'other')).toBe(405);
  expect(await get({ 'Mcp-Session-Id': 'x' }, 'other', 'DELETE')).toBe(404);

  await vi.waitFor(
    async () => {
      const refused = (await gateway.calls()).filter(({ outcome }) => outcome === 'refused');
      const count = (wanted: string, label: string): number =>
        refused
          .filter(({ code, grant }) => code === wanted && grant.label === label)
          .reduce((sum, each) => sum + (each.count ?? 1), 0);
      const counts = ['forbidden', 'too_large', 'bad_request'].map((code) => count(code, 'one'));
      expect(counts).toEqual([2, 1, 9]);
      const ofTwo = ['forbidden', 'method_not_allowed', 'unknown_session'].map((code) => count(code, 'two'));
      expect(ofTwo).toEqual([1, 1, 1]);
    },
    { timeout: 25_000, interval: 500 },
  );
  const [unknown] = (await gateway.events()).filter(({ event }) => event === 'refused');
  expect(unknown?.detail).toMatchObject({ address: '127.0.0.1', code: 'unauthenticated' });
});

/** A client that keeps what it is given in memory, and has nobody to send to a page. */
const provider = {
  redirectUrl: 'http://127.0.0.1:1/callback',
  clientMetadata: { redirect_uris: ['http://127.0.0.1:1/callback'] },
  clientInformation: () => undefined,
  saveClientInformation: () => undefined,
  tokens: () => undefined,
  saveTokens: () => undefined,
  redirectToAuthorization: () => expect.unreachable(),
  saveCodeVerifier: () => undefined,
  codeVerifier: () => '',
};

describe('a client that has no token and tries OAuth, as SDKs do by themselves', () => {
  it.each([
    ['the SDK', registerFirst],
    ['the SDK of the stateless revision', registerThen],
  ])('is told what to send: %s', async (_which, register) => {
    await expect(register(provider, { serverUrl: gateway.url('counted') })).rejects.toThrow(/the token of a grant/);
  });
});
