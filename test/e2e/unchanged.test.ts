/**
 * What passes, passes to the byte, in both directions; and what must not pass does not: what the gateway keeps to
 * itself, what a server says in the gateway's name, and capabilities that policy takes away.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oddContent, oddMeta, oddTool } from '../support/gateway/outspoken-server.ts';
import { initialize, openSession, post, type RawAnswer, type RawSession } from '../support/gateway/raw-session.ts';
import { open, openBothWays, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';

const everything = {
  sampling: {},
  roots: { listChanged: true },
  elicitation: { form: {}, url: {} },
  tasks: { list: {} },
};

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    servers: { outspoken: servers.outspoken() },
    policies: {
      open,
      both: openBothWays,
      none: { ...open, server_requests: { elicitation: 'deny' } },
    },
    grants: { open: { outspoken: 'open' }, both: { outspoken: 'both' }, none: { outspoken: 'none' } },
  });
}, 60_000);
afterAll(() => gateway?.stop(), 60_000);

const session = (grant: string, capabilities: object = {}): Promise<RawSession> =>
  openSession(gateway.url('outspoken'), gateway.token(grant), capabilities);

/** The last message of an answer, be it JSON or a stream. */
function last({ headers, text }: RawAnswer): string {
  if (headers.get('content-type') !== 'text/event-stream') return text;
  return (
    text
      .trimEnd()
      .split('\n')
      .at(-1)
      ?.replace(/^data: /, '') ?? ''
  );
}
const textOf = (answer: RawAnswer): string =>
  (JSON.parse(last(answer)) as { result: { content: [{ text: string }] } }).result.content[0].text;

describe('from the server to the client', () => {
  it('the welcome is its own, with members that nobody knows', async () => {
    const { text } = await post(gateway.url('outspoken'), gateway.token('open'), initialize());
    expect(text).toBe(
      '{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-11-25",' +
        '"capabilities":{"tools":{"listChanged":true},"experimental":{"com.example":{"a":1}}},' +
        '"serverInfo":{"name":"outspoken","version":"1","x-build":7.0},"instructions":"Be kind.","later":[1]}}',
    );
  });

  it('a definition is to the byte what the server wrote', async () => {
    const { text } = await (await session('open')).send({ id: 1, method: 'tools/list' });
    expect(text.startsWith(`{"jsonrpc":"2.0","id":1,"result":{"tools":[${oddTool},`)).toBe(true);
  });

  it('a result is, and what it says in our name is not', async () => {
    const { text } = await (await session('open')).call(1, 'odd');
    const requestId = /"requestId":"([0-9a-f]{32})"/.exec(text)?.[1];
    const decision = `{"outcome":"allow","policy":"open","policyVersion":1,"requestId":"${requestId}"}`;
    expect(text).toBe(
      `{"jsonrpc":"2.0","id":1,"result":{"content":${oddContent},"extra":{"kept":1.0},` +
        `"_meta":{"io.toolgate/decision":${decision},${oddMeta}}}}`,
    );
  });
});

describe('from the client to the server', () => {
  it('arguments are the bytes that were judged, and unknown parameters go along', async () => {
    const args = '{"b":1.50,"\\u0061":"\\u00e4\\/","list":[1e2,-0.0,[]],"text":"line\\nfeed \u2028"}';
    const meta = '"com.example/trace":{"id":"0x1","at":2.0}';
    const { text } = await (await session('open')).send(
      `{"jsonrpc":"2.0","id":"mine","method":"tools/call","params":{"name":"raw","arguments":${args},"future":[1.0],"_meta":{${meta}}}}`,
    );
    const seen = (JSON.parse(text) as { result: { content: [{ text: string }] } }).result.content[0].text;
    const [, id] = /"id":(\d+)/.exec(seen) ?? [];
    expect(seen).toBe(
      `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"raw","arguments":${args},"future":[1.0],"_meta":{${meta}}}}`,
    );
  });

  it.each([
    ['line feeds', '\n'],
    ['carriage returns', '\r'],
    ['both', '\r\n'],
  ])('%s between the arguments make no second message', async (_what, gap) => {
    const one = await session('open');
    const smuggled = '{"jsonrpc":"2.0","id":77,"method":"tools/call","params":{"name":"odd"}}';
    const args = `{"a":${gap}${smuggled}${gap}}`;
    const answer = await one.send(
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"raw","arguments":${args}}}`,
    );
    expect(textOf(answer)).toMatch(/"arguments":\{"a": *\{"jsonrpc":"2\.0","id":77,[^\r\n]*\}$/);
  });

  it('the progress token upstream is ours', async () => {
    const answer = await (await session('open')).send({
      id: 1,
      method: 'tools/call',
      params: { name: 'raw', arguments: {}, _meta: { progressToken: 'the secret of this client', kept: 1 } },
    });
    const seen = JSON.parse(textOf(answer)) as { id: number; params: { _meta: object } };
    expect(seen.params._meta).toEqual({ progressToken: seen.id, kept: 1 });
  });
});

describe('what the server is told that the client can do', () => {
  const tellings: readonly [string, object][] = [
    ['open', { elicitation: { form: {} } }],
    ['both', { sampling: {}, roots: { listChanged: true }, elicitation: { form: {}, url: {} } }],
    ['none', {}],
  ];
  it.each(tellings)('under %s', async (grant, capabilities) => {
    const told = JSON.parse(textOf(await (await session(grant, everything)).call(1, 'told')));
    expect(told).toEqual({
      protocolVersion: '2025-11-25',
      capabilities,
      clientInfo: { name: 'raw', version: '1' },
    });
  });
});

describe('a server that asks all the same', () => {
  const form = { message: 'Who?', requestedSchema: { type: 'object', properties: {} } };
  const url = { mode: 'url', elicitationId: '1', url: 'https://example.com/x?y', message: 'Sign in' };
  const refused: readonly [string, string, object][] = [
    ['open', 'sampling/createMessage', { messages: [], maxTokens: 1 }],
    ['open', 'roots/list', {}],
    ['open', 'elicitation/create', url],
    ['none', 'elicitation/create', form],
    ['none', 'sampling/createMessage', {}],
    ['both', 'elicitation/create', { ...url, url: 'javascript:alert(1)' }],
    ['both', 'elicitation/create', { ...url, url: 'https://example.com\\@evil.example/' }],
    ['both', 'elicitation/create', { ...url, mode: ['url'] }],
    ['both', 'tools/call', { name: 'odd' }],
    ['both', 'tasks/list', {}],
  ];
  it.each(refused)('under %s for %s is told no, and the client hears nothing', async (grant, method, params) => {
    const answer = await (await session(grant, everything)).call(1, 'ask', { method, params });
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(textOf(answer))).toMatchObject({ error: { code: -32601 } });
  });

  it('is told no for what the client never declared', async () => {
    const answer = await (await session('both')).call(1, 'ask', { method: 'sampling/createMessage', params: {} });
    expect(JSON.parse(textOf(answer))).toMatchObject({ error: { code: -32601 } });
  });

  it('has its ping answered by the gateway', async () => {
    const answer = await (await session('none')).call(1, 'ask', { method: 'ping' });
    expect(JSON.parse(textOf(answer))).toMatchObject({ result: {} });
  });

  it('may send a link only with its name and where it leads', async () => {
    const one = await session('both', everything);
    const call = one.call(1, 'ask', { method: 'elicitation/create', params: url });
    let answered = false;
    void call.finally(() => {
      answered = true;
    });
    // Ids of the gateway's own questions count from 1 in each session; an answer before the question goes nowhere.
    while (!answered) await one.send({ id: 1, result: { action: 'accept', 'x-odd': 1.5 } });
    const answer = await call;
    expect(answer.text).toContain('"message":"[outspoken asks you to open example.com] Sign in"');
    expect(textOf(answer)).toBe('{"jsonrpc":"2.0","id":"ask-2","result":{"action":"accept","x-odd":1.5}}');
  });
});
