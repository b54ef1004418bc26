import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { exchangeRaw, statuses } from '../edge/raw-client.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { codeOf, exchange, initialize, type RawAgent, type RawAnswer, rawAgent } from './raw-agent.ts';
import { refusedBodies } from './refused-bodies.ts';

/**
 * What must not get through, tried on the whole gateway by a client that writes its bytes by hand. The oracle is a
 * server on a bare socket. Refused means: not one byte there, a clear error, and a record.
 */
let upstream: ByteCounter;
let gateway: OpenGateway;
let agent: RawAgent;

const names = ['echo', 'read_file', 'tcp_connect', 'Kill', 'a.b', 'x-y', 'get', 'K2', 'list_tools', 'send'];
const tools = names.map((name) => ({ name, inputSchema: { type: 'object' as const } }));
const open = { version: '1', default: 'allow' };

/** How often each code was told before a call could be judged: what the record must account for in the end. */
const told = new Map<string, number>();
/** Request ids of what was refused as a call. */
const judged: string[] = [];

beforeAll(async () => {
  upstream = await startByteCounter(tools);
  gateway = await openGateway({
    servers: { counted: { url: upstream.url, allowPrivate: true } },
    policies: { counted: open },
    more: { admission: { requestsPerSecond: 100_000 } },
  });
  agent = await rawAgent(gateway, 'counted');
  // The list is read now, so that a refused call has no reason at all to send a byte.
  expect((await agent.call('echo')).body).toContain('called echo');
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});
beforeEach(() => upstream.reset());

function note(answer: RawAnswer): void {
  const code = codeOf(answer);
  const requestId = /"requestId":"([^"]+)"/.exec(answer.body)?.[1];
  if (requestId !== undefined) judged.push(requestId);
  else if (code !== undefined) told.set(code, (told.get(code) ?? 0) + 1);
}

describe('a body that must not get through', () => {
  test.each(refusedBodies)('$name', async ({ body, status, code }) => {
    const answer = await agent.post(body);
    note(answer);
    expect(answer.status).toBe(status);
    expect(codeOf(answer)).toBe(code);
    expect(JSON.parse(answer.body)).toMatchObject({
      jsonrpc: '2.0',
      error: { code: expect.any(Number), message: expect.stringMatching(/\S/) },
    });
    if (code === undefined) expect(answer.body).toContain('-32601');
    expect(upstream.bytes()).toBe(0);
  });
});

/** Names that a reader may take for one that is listed, and a byte-wise comparison does not. */
const disguises: Readonly<Record<string, (name: string) => string>> = {
  'full-width': (name) => name.replace(/[!-~]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)),
  'a full-width first letter': (name) => String.fromCharCode(name.charCodeAt(0) + 0xfee0) + name.slice(1),
  'the Kelvin sign, or a long s': (name) => (/[Kk]/.test(name) ? name.replace(/k/i, '\u212a') : `${name}\u017f`),
  'a soft hyphen': (name) => `${name[0]}\u00ad${name.slice(1)}`,
  'a zero-width joiner': (name) => `${name}\u200d`,
  'a direction mark': (name) => `\u202e${name}`,
  'a dot behind': (name) => `${name}.`,
  'a space behind': (name) => `${name} `,
  'a space in front': (name) => ` ${name}`,
  'a NUL behind': (name) => `${name}\0`,
  'a line feed behind': (name) => `${name}\n`,
  'the other case': (name) => name.replace(/[a-z]/i, (char) => (char < 'a' ? char.toLowerCase() : char.toUpperCase())),
  'a Cyrillic letter': (name) => name.replace(/[aeocxypK]/, (char) => 'аеосхурК'['aeocxypK'.indexOf(char)] ?? char),
  'a combining mark': (name) => `${name}\u0301`,
  'percent encoding': (name) => `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`,
  'its server in front': (name) => `counted__${name}`,
};
const lookAlikes = Object.entries(disguises).flatMap(([how, disguise]) =>
  names.map((name) => [name, how, disguise(name)] as const).filter(([, , other]) => !names.includes(other)),
);

describe('B03, B04: a name that is not byte-equal to a listed one', () => {
  const inherited = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];
  const odd = ['', '*', 'echo*', 'e?ho', '.', '..', '../echo', 'x'.repeat(129), 'echo\u2028', '[object Object]', '0'];
  test.each([...lookAlikes, ...[...inherited, ...odd].map((name) => [name, 'as it is', name] as const)])(
    '%j, %s',
    async (_, __, name) => {
      const answer = await agent.call(name);
      note(answer);
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.body)).toEqual({
        jsonrpc: '2.0',
        id: 1,
        error: { code: -32602, message: `Unknown tool: ${name}` },
      });
      expect(upstream.toolCalls()).toBe(0);
      // A miss may re-read the list, once a second at most; the name itself goes nowhere.
      expect(upstream.bodies().filter((body) => !body.includes('"tools/list"'))).toEqual([]);
    },
  );
});

describe('headers and methods', () => {
  /** The last column: under what the refusal is counted. At the front door nobody is known but an address. */
  const body = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}';
  test.each([
    ['B09 another charset', ['Content-Type: application/json; charset=utf-16'], 415, 'unsupported_media', 'address'],
    ['B09 text', ['Content-Type: text/plain'], 415, 'unsupported_media', 'address'],
    ['B09 a form', ['Content-Type: application/x-www-form-urlencoded'], 415, 'unsupported_media', 'address'],
    ['B09 lines of JSON', ['Content-Type: application/x-ndjson'], 415, 'unsupported_media', 'address'],
    ['B10 gzip', ['Content-Encoding: gzip'], 415, 'unsupported_media', 'address'],
    ['B10 identity, said so', ['Content-Encoding: identity, gzip'], 415, 'unsupported_media', 'address'],
    [
      'B61 a second Authorization',
      ['Authorization: Bearer a', 'Authorization: Bearer b'],
      400,
      'bad_request',
      'address',
    ],
    ['B61 a second session', ['Mcp-Session-Id: a', 'Mcp-Session-Id: b'], 400, 'bad_request', 'address'],
    [
      'B61 a second revision',
      ['MCP-Protocol-Version: 2025-11-25', 'MCP-Protocol-Version: x'],
      400,
      'bad_request',
      'address',
    ],
    ['B65 bytes beyond ASCII', ['X-Name: \u00e9'], 400, 'bad_request', 'address'],
    ['an Origin from elsewhere', ['Origin: https://evil.example'], 403, 'forbidden', 'address'],
    ['a revision that nobody speaks', ['MCP-Protocol-Version: 2099-01-01'], 400, 'bad_request', 'grant'],
    ['no session', ['Mcp-Session-Id: x'], 404, 'unknown_session', 'grant'],
    ['no token', ['Authorization: Basic eDp5'], 401, 'unauthenticated', 'address'],
    ['a token in another case', ['Authorization: Bearer TG_x'], 401, 'unauthenticated', 'address'],
    ['two tokens', ['Authorization: Bearer tg_a, Bearer tg_b'], 401, 'unauthenticated', 'address'],
  ] as const)('%s', async (_, headers, status, code, knownBy) => {
    const answer = await agent.post(body, headers);
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(upstream.bytes()).toBe(0);
    if (status === 401) expect(answer.head).toMatch(/^WWW-Authenticate: Bearer/im);
    if (knownBy === 'grant') note(answer);
  });

  test.each([
    ['B64 GET with a body', 'GET', [], body],
    ['B64 GET that says it is a POST', 'GET', ['X-HTTP-Method-Override: POST'], ''],
    ['B68 HEAD', 'HEAD', [], ''],
    ['B68 PUT', 'PUT', [], ''],
    ['B68 PATCH', 'PATCH', [], ''],
    ['B68 OPTIONS', 'OPTIONS', [], ''],
    ['B68 GET without a session', 'GET', [], ''],
    ['B68 DELETE without a session', 'DELETE', [], ''],
  ] as const)('%s', async (_, method, headers, content) => {
    const authorization = `Authorization: Bearer ${gateway.token()}`;
    const answer = await exchange(gateway.port, method, '/mcp/counted', [authorization, ...headers], content);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(upstream.bytes()).toBe(0);
  });

  test('B70: a call in the same bytes behind one that is refused with the end of its connection', async () => {
    const head = ['POST /mcp/counted HTTP/1.1', 'Host: localhost', 'Content-Type: application/json'];
    const refused = [...head, 'Authorization: Bearer tg_x', 'Transfer-Encoding: chunked', '', '2', '{}', '0', '', ''];
    const own = [`Authorization: Bearer ${gateway.token()}`, `Mcp-Session-Id: ${agent.sessionId}`];
    const revision = ['MCP-Protocol-Version: 2025-11-25', 'Accept: application/json, text/event-stream'];
    const call = [...head, ...own, ...revision, `Content-Length: ${Buffer.byteLength(body)}`, '', body];
    const bytes = Buffer.from(`${refused.join('\r\n')}${call.join('\r\n')}`);
    expect(statuses(await exchangeRaw(gateway.port, bytes))).toEqual([401]);
    expect(upstream.bytes()).toBe(0);
  });

  test('B64: an override header changes nothing', async () => {
    const answer = await agent.post(body, ['X-HTTP-Method-Override: DELETE', 'X-Method-Override: GET']);
    expect(answer.body).toContain('called echo');
    expect((await agent.call('echo')).body).toContain('called echo');
  });

  test.each([
    '/mcp/counted/',
    '/mcp//counted',
    '/mcp/./counted',
    '/mcp/%63ounted',
    '/mcp/counted;x=1',
    '/mcp/Counted',
    '/MCP/counted',
  ])('B63: %s is not the way', async (target) => {
    const headers = [`Authorization: Bearer ${gateway.token()}`, 'Content-Type: application/json'];
    const answer = await exchange(gateway.port, 'POST', target, headers, initialize);
    expect([400, 403, 404]).toContain(answer.status);
    expect(upstream.bytes()).toBe(0);
  });
});

describe('B74: headers of the stateless revision that do not say what the body says', () => {
  const meta = '"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}';
  const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","_meta":{${meta}}}}`;
  const version = 'MCP-Protocol-Version: 2026-07-28';
  const method = 'Mcp-Method: tools/call';
  const base64 = Buffer.from('echo').toString('base64');
  test.each([
    ['no Mcp-Method', [version, 'Mcp-Name: echo']],
    ['no Mcp-Name', [version, method]],
    ['another method', [version, 'Mcp-Method: tools/list', 'Mcp-Name: echo']],
    ['the method in another case', [version, 'Mcp-Method: Tools/Call', 'Mcp-Name: echo']],
    ['another name', [version, method, 'Mcp-Name: read_file']],
    ['the name in another case', [version, method, 'Mcp-Name: Echo']],
    ['another revision', ['MCP-Protocol-Version: 2025-11-25', method, 'Mcp-Name: echo']],
    ['another name in base64', [version, method, 'Mcp-Name: =?base64?b3RoZXI=?=']],
    ['a marker in capitals', [version, method, `Mcp-Name: =?BASE64?${base64}?=`]],
    ['padding left out', [version, method, 'Mcp-Name: =?base64?ZWNobw?=']],
    [
      'encoded twice',
      [version, method, `Mcp-Name: =?base64?${Buffer.from(`=?base64?${base64}?=`).toString('base64')}?=`],
    ],
    ['base64 of bytes that are no UTF-8', [version, method, 'Mcp-Name: =?base64?/w==?=']],
  ])('%s', async (_, headers) => {
    const authorization = `Authorization: Bearer ${gateway.token()}`;
    const all = [authorization, 'Content-Type: application/json', ...headers];
    const answer = await exchange(gateway.port, 'POST', '/mcp/counted', all, body);
    note(answer);
    expect([answer.status, codeOf(answer)]).toEqual([400, 'header_mismatch']);
    expect(answer.body).toContain('-32020');
    expect(upstream.bytes()).toBe(0);
  });
});

describe('what is allowed arrives as it was judged', () => {
  test.each([
    ['odd spacing', '{ "a" :\t[ 1 ,\n2 ] , "b":{ } }'],
    ['numbers as they were written', '{"a":1.0,"b":-0,"c":-0.0,"d":1E5,"e":1e-7,"f":0.10,"g":9007199254740991}'],
    ['the largest and the least', '{"a":9007199254740992,"b":-9007199254740992,"c":5e-324}'],
    ['escapes', '{"\\u0061":"\\u00e4\\/\\n\\ud83d\\ude00","b":"\\"\\\\"}'],
    ['Unicode as it is', '{"größe":"ﬀ é e\u0301 \u200d 👩‍👩‍👧","K":"K"}'],
    ['keys that objects inherit', '{"constructor":{"prototype":[]},"toString":1,"hasOwnProperty":null}'],
    ['the same letters in another case', '{"a":1,"A":2}'],
    ['keys that look like the envelope', '{"method":"x","id":null,"params":{"name":"other"},"jsonrpc":"1.0"}'],
    ['nothing', '{}'],
    ['as deep as may be', `${'{"a":'.repeat(61)}1${'}'.repeat(61)}`],
  ])('%s', async (_, args) => {
    const answer = await agent.call('echo', args);
    expect(answer.body).toContain('called echo');
    expect(upstream.toolCalls()).toBe(1);
    const [sent] = upstream.bodies();
    expect(sent?.slice(sent.indexOf('"arguments":') + '"arguments":'.length, -2)).toBe(args);
  });

  test('members of params that nobody knows travel unchanged, in a fresh envelope', async () => {
    const params = '{"x-vendor" : { "a" : 1.0 },"name":"\\u0065cho",\n"later":[ ],"arguments":{}}';
    const answer = await agent.post(
      `  {"method":"tools\\/call","params":${params}, "jsonrpc":"2.0" ,"id":"\\u0031"}\n`,
    );
    // The id comes back to the byte; upstream it is the gateway's own.
    expect(answer.body).toMatch(/^\{"jsonrpc":"2\.0","id":"\\u0031","result":/);
    const [sent] = upstream.bodies();
    expect(sent).toMatch(
      /^\{"jsonrpc":"2\.0","id":\d+,"method":"tools\/call","params":\{"x-vendor":\{ "a" : 1\.0 \},"name":"\\u0065cho","later":\[ \],"arguments":\{\}\}\}$/,
    );
  });

  test('a progress token is mapped to one of the gateway, and the rest of _meta stays', async () => {
    await agent.post(
      '{"jsonrpc":"2.0","id":9,"method":"tools/call","params":{"name":"echo","_meta":{"a" : 1.0,"progressToken":"canary","b":[ ]}}}',
    );
    const [sent] = upstream.bodies();
    const upstreamId = /"id":(\d+)/.exec(sent ?? '')?.[1];
    expect(sent).toContain(`"_meta":{"a" : 1.0,"progressToken":${upstreamId},"b":[ ]}`);
    expect(sent).not.toContain('canary');
  });

  test('B67: of what the client says in headers nothing goes upstream', async () => {
    const canaries = [
      'Cookie: a=canary',
      'X-Forwarded-For: canary',
      'X-Api-Key: canary',
      'Forwarded: for=canary',
      'Proxy-Authorization: Basic canary',
      'User-Agent: canary',
      'Mcp-Param-A: canary',
      'Referer: http://localhost/canary',
      'Accept-Language: canary',
      'X-Atlassian-Url: http://canary.example',
      'Traceparent: canary',
    ];
    expect(
      (await agent.post('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}', canaries)).body,
    ).toContain('called echo');
    const sent = upstream.received().toString('latin1');
    expect(sent).not.toContain('canary');
    expect(sent).not.toContain(gateway.token());
    expect(sent).not.toContain(agent.sessionId);
    expect(sent.toLowerCase()).not.toMatch(/^(authorization|cookie|x-[a-z-]+|forwarded|user-agent):/m);
  });
});

test('B46: names at random make no counters, no series, and no traffic but a throttled look at the list', async () => {
  const metrics = async (): Promise<number> => {
    const text = await (await fetch(`http://127.0.0.1:${gateway.port}/metrics`)).text();
    return text.split('\n').filter((line) => line.startsWith('toolgate')).length;
  };
  await agent.call('not_there');
  const before = await metrics();
  upstream.reset();
  const begun = performance.now();
  for (let n = 0; n < 300; n += 1) {
    const answer = await agent.call(`random_${n}_${(n * 7919) % 1000}`);
    note(answer);
    expect(answer.body).toContain('Unknown tool');
  }
  const seconds = (performance.now() - begun) / 1000;
  expect(upstream.toolCalls()).toBe(0);
  expect(upstream.bodies().length).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
  expect(await metrics()).toBe(before);
});

test('every refusal is on the record: as a call where it could be one, summed up where it could not', async () => {
  await gateway.stop();
  const calls = await gateway.calls();
  expect(told.get('bad_request')).toBeGreaterThan(100);
  for (const [code, times] of told) {
    const refusals = calls.filter((call) => call.code === code && call.method === '');
    expect(refusals.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(times);
  }
  const onRecord = new Map(calls.map((call) => [call.requestId, call]));
  expect(judged.length).toBeGreaterThan(5);
  for (const requestId of judged) expect(onRecord.get(requestId)?.outcome).toBe('refused');
  // Unknown names are records of their own; what an agent makes up is told apart from what it may call.
  const unknown = calls.filter(({ code }) => code === 'unknown_tool');
  expect(unknown.length).toBeGreaterThan(300 + lookAlikes.length);
  expect(unknown.every(({ outcome, taken, definitionHash }) => outcome === 'hidden' && !taken && !definitionHash)).toBe(
    true,
  );
});
