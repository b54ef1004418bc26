/** What the agent sees and what the record says, to the byte, for every way in which a policy can decide. */
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSession, post, type RawAnswer, type RawSession } from '../support/gateway/raw-session.ts';
import { open, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type LegacyHttp, startLegacyHttp } from '../support/upstreams/legacy-server.ts';
import { listening } from '../support/upstreams/listening.ts';

/** The seed document of the policy language, as it stands there. */
const seed = {
  version: '1',
  default: 'deny',
  tools: {
    tcp_connect: { limits: [{ counter: 'tcp_connect_rate', window: 'minute', max: 10, scope: 'grant' }] },
  },
};

/** In the manner of PolicyLayer: unconditional refusals, the shorthand for rates, and words for the agent. */
const layer = {
  version: '1',
  default: 'allow',
  hide: ['scan_*'],
  tools: {
    raw_tcp_exchange: { deny_if: [{ conditions: [], on_deny: 'Raw exchanges are blocked by policy.' }] },
    dns_lookup: { rate_limit: { max: 1, window: 60 } },
    reverse_dns: { action: 'deny', reason: 'Ask the network team instead.' },
    ping_host: { action: 'deny' },
    http_head: { action: 'hide' },
    get_tls_certificate: { action: 'require_approval', reason: 'A certificate is looked at by a human.' },
    tcp_connect: {
      require: [{ conditions: [{ path: 'args.host', op: 'eq', value: '127.0.0.1' }], on_deny: 'This host only.' }],
      arguments: { type: 'object', properties: { port: { type: 'integer', minimum: 1 } } },
    },
  },
};

const named = {
  version: '1',
  default: 'deny',
  resources: { 'fixture://one': { action: 'deny', reason: 'Not this one.' } },
  prompts: { greet: { action: 'deny' } },
};

let gateway: TestGateway;
let target: Server;
let port: number;
let fixture: LegacyHttp;
beforeAll(async () => {
  target = createServer((socket) => socket.on('error', () => {}));
  port = await listening(target);
  fixture = await startLegacyHttp();
  const netdiag = { ...servers.netdiag(), shared: true };
  gateway = await startGateway({
    servers: { netdiag, fixture: { url: fixture.url, allowPrivate: true } },
    policies: { netdiag: seed, layer, watch: { ...layer, mode: 'observe' }, named, open },
    grants: {
      seeded: { netdiag: 'netdiag' },
      modern: { netdiag: 'netdiag' },
      layered: { netdiag: 'layer' },
      watched: { netdiag: 'watch' },
      named: { fixture: 'named' },
    },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await fixture?.close();
  target?.close();
}, 60_000);

const session = (grant: string, slug = 'netdiag'): Promise<RawSession> =>
  openSession(gateway.url(slug), gateway.token(grant));

/** The text with what is new each time taken out; the wait in words must be the wait in milliseconds. */
function masked({ text }: RawAnswer): string {
  const retryAfterMs = /"retryAfterMs":(\d+)/.exec(text)?.[1];
  const words = retryAfterMs === undefined ? undefined : `try again in ${Math.ceil(Number(retryAfterMs) / 1000)} s`;
  return text
    .replace(/"requestId":"[0-9a-f]{32}"/, '"requestId":"#"')
    .replace(/"retryAfterMs":\d+/, '"retryAfterMs":#')
    .replace(words ?? /$^/, 'try again in # s');
}

/** A denial as the policy language, section 5, shows it. */
function denial(id: number, tool: string, said: string, decision: string): string {
  return (
    `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"[POLICY DENIED] ${tool}: ${said}"}],` +
    `"isError":true,"_meta":{"io.toolgate/decision":{${decision}}}}}`
  );
}

describe('the seed policy', () => {
  it('allows ten calls a minute, says what is left, and refuses the eleventh', async () => {
    const one = await session('seeded');
    const call = (id: number): Promise<RawAnswer> => one.call(id, 'tcp_connect', { host: '127.0.0.1', port });
    for (let id = 1; id < 10; id++) {
      expect((await call(id)).text).toContain(`"limit":10,"remaining":${10 - id}}`);
    }
    const tenth = await call(10);
    expect(tenth.status).toBe(200);
    const connected = { host: '127.0.0.1', address: '127.0.0.1', port, connected: true, ms: 0 };
    const text = JSON.stringify(JSON.stringify(connected, null, 2));
    expect(masked(tenth).replace(/(\\?"ms\\?": ?)[\d.]+/g, '$10')).toBe(
      `{"jsonrpc":"2.0","id":10,"result":{"content":[{"type":"text","text":${text}}],` +
        `"structuredContent":${JSON.stringify(connected)},"_meta":{"io.toolgate/decision":{"outcome":"allow",` +
        '"policy":"netdiag","policyVersion":1,"requestId":"#","limit":10,"remaining":0}}}}',
    );

    const eleventh = await call(11);
    expect(eleventh.status).toBe(200);
    expect(eleventh.headers.get('content-type')).toBe('application/json');
    expect(masked(eleventh)).toBe(
      denial(
        11,
        'tcp_connect',
        'limit of 10 per minute reached; try again in # s.',
        '"outcome":"deny","code":"rate_limited","rule":"/tools/tcp_connect/limits/0","policy":"netdiag","policyVersion":1,' +
          '"requestId":"#","retryAfterMs":#,"limit":10,"remaining":0',
      ),
    );
    const wait = Number(/"retryAfterMs":(\d+)/.exec(eleventh.text)?.[1]);
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(61_000);
    expect(masked(await one.call(12, 'ping_host', { host: '127.0.0.1' }))).toBe(
      denial(
        12,
        'ping_host',
        'the policy does not allow this tool.',
        '"outcome":"deny","code":"default_deny","rule":"/default","policy":"netdiag","policyVersion":1,"requestId":"#"',
      ),
    );
  });

  it('counts for the grant, whatever the session, and adds resultType in the stateless revision', async () => {
    const url = gateway.url('netdiag');
    const call = (id: number): Promise<RawAnswer> => {
      const _meta = {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientCapabilities': {},
      };
      const params = { name: 'tcp_connect', arguments: { host: '127.0.0.1', port }, _meta };
      const headers = {
        'MCP-Protocol-Version': '2026-07-28',
        'Mcp-Method': 'tools/call',
        'Mcp-Name': 'tcp_connect',
      };
      return post(
        url,
        gateway.token('modern'),
        JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params }),
        headers,
      );
    };
    for (let round = 0; round < 5; round++) {
      const legacy = await session('modern');
      expect((await legacy.call(1, 'tcp_connect', { host: '127.0.0.1', port })).text).toContain('"outcome":"allow"');
      expect((await call(1)).text).toContain('"outcome":"allow"');
      await legacy.end();
    }
    const refused = masked(await call(11));
    expect(refused).toBe(
      denial(
        11,
        'tcp_connect',
        'limit of 10 per minute reached; try again in # s.',
        '"outcome":"deny","code":"rate_limited","rule":"/tools/tcp_connect/limits/0","policy":"netdiag","policyVersion":1,' +
          '"requestId":"#","retryAfterMs":#,"limit":10,"remaining":0',
      ).replace('"result":{', '"result":{"resultType":"complete",'),
    );
  });

  it('lists what it allows and nothing else', async () => {
    const { text } = await (await session('seeded')).send({ id: 1, method: 'tools/list' });
    const { result } = JSON.parse(text) as { result: { tools: { name: string }[] } };
    expect(result.tools.map((tool) => tool.name)).toEqual(['tcp_connect']);
  });
});

describe('a document in the manner of PolicyLayer', () => {
  const policy = '"policy":"layer","policyVersion":1,"requestId":"#"';
  const rows: readonly [string, object, string, string][] = [
    [
      'raw_tcp_exchange',
      {},
      'Raw exchanges are blocked by policy.',
      `"outcome":"deny","code":"condition","rule":"/tools/raw_tcp_exchange/deny_if/0",${policy}`,
    ],
    [
      'reverse_dns',
      { ip: '127.0.0.1' },
      'Ask the network team instead.',
      `"outcome":"deny","code":"denied","rule":"/tools/reverse_dns/action",${policy}`,
    ],
    [
      'ping_host',
      {},
      'the policy denies this tool.',
      `"outcome":"deny","code":"denied","rule":"/tools/ping_host/action",${policy}`,
    ],
    [
      'tcp_connect',
      { host: 'localhost' },
      'This host only.',
      `"outcome":"deny","code":"condition","rule":"/tools/tcp_connect/require/0",${policy}`,
    ],
    [
      'tcp_connect',
      { host: '127.0.0.1', port: 0 },
      'the arguments do not have the form that the policy asks for.',
      `"outcome":"deny","code":"arguments","rule":"/tools/tcp_connect/arguments",${policy}`,
    ],
  ];
  it.each(rows)('%s %j', async (tool, args, said, decision) => {
    const one = await session('layered');
    expect(masked(await one.call(7, tool, args))).toBe(denial(7, tool, said, decision));
    await one.end();
  });

  it('the shorthand for rates is a limit of its own', async () => {
    const one = await session('layered');
    expect((await one.call(1, 'dns_lookup', { name: 'localhost' })).text).toContain('"limit":1,"remaining":0}');
    expect(masked(await one.call(2, 'dns_lookup', { name: 'localhost' }))).toBe(
      denial(
        2,
        'dns_lookup',
        'limit of 1 per 60 s reached; try again in # s.',
        `"outcome":"deny","code":"rate_limited","rule":"/tools/dns_lookup/rate_limit",${policy},` +
          '"retryAfterMs":#,"limit":1,"remaining":0',
      ),
    );
  });

  it('what is hidden is, to the byte, what does not exist', async () => {
    const one = await session('layered');
    for (const name of ['http_head', 'scan_ports', 'no_such_tool', 'constructor', 'ｔcp_connect', 'tcp_connect ']) {
      const { status, headers, text } = await one.call(9, name);
      expect([status, headers.get('content-type'), text]).toEqual([
        200,
        'application/json',
        `{"jsonrpc":"2.0","id":9,"error":{"code":-32602,"message":"Unknown tool: ${name}"}}`,
      ]);
    }
    const { text } = await one.send({ id: 1, method: 'tools/list' });
    const { result } = JSON.parse(text) as { result: { tools: { name: string }[] } };
    // What an explicit entry denies stays listed, so that the agent can be told why; what is hidden does not.
    expect(result.tools.map((tool) => tool.name)).toEqual([
      'tcp_connect',
      'dns_lookup',
      'reverse_dns',
      'get_tls_certificate',
      'ping_host',
      'raw_tcp_exchange',
    ]);
  });

  it('a policy that observes forwards, and records what it would have said', async () => {
    const one = await session('watched');
    const observed = await one.call(1, 'raw_tcp_exchange', { host: '127.0.0.1', port: 1, timeout_ms: 1000 });
    expect(observed.text).toContain('"outcome":"allow"');
    expect(observed.text).not.toContain('POLICY DENIED');
    await one.call(2, 'get_tls_certificate', { host: '127.0.0.1', port: 1 });
    await one.call(3, 'http_head', { url: 'http://127.0.0.1:1/' });
    await one.call(4, 'dns_lookup', { name: 'localhost' });
    expect((await one.call(5, 'dns_lookup', { name: 'localhost' })).text).toContain('"outcome":"allow"');
    // Refusals that are no policy's refuse all the same.
    expect((await one.call(6, 'no_such_tool')).text).toContain('Unknown tool');
    const { text } = await one.send({ id: 7, method: 'tools/list' });
    expect((JSON.parse(text) as { result: { tools: object[] } }).result.tools).toHaveLength(8);

    await vi.waitFor(
      async () => {
        const records = (await gateway.calls()).filter(
          (each) => each.grant.label === 'watched' && each.method === 'tools/call',
        );
        expect(records.map(({ subject, outcome, code, rule }) => [subject, outcome, code, rule])).toEqual([
          ['raw_tcp_exchange', 'would_deny', 'condition', '/tools/raw_tcp_exchange/deny_if/0'],
          ['get_tls_certificate', 'would_hold', 'approval_required', '/tools/get_tls_certificate/action'],
          ['http_head', 'would_deny', 'hidden', '/tools/http_head/action'],
          ['dns_lookup', 'allow', undefined, undefined],
          ['dns_lookup', 'would_deny', 'rate_limited', '/tools/dns_lookup/rate_limit'],
          ['no_such_tool', 'hidden', 'unknown_tool', undefined],
        ]);
      },
      { timeout: 25_000, interval: 500 },
    );
  });
});

describe('resources and prompts', () => {
  it('are denied as an error that carries the decision, or are not found', async () => {
    const one = await session('named', 'fixture');
    const decision = '"policy":"named","policyVersion":1,"requestId":"#"';
    const read = (uri: string): Promise<RawAnswer> => one.send({ id: 1, method: 'resources/read', params: { uri } });
    expect(masked(await read('fixture://one'))).toBe(
      '{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"[POLICY DENIED] fixture://one: Not this one.",' +
        `"data":{"outcome":"deny","code":"denied","rule":"/resources/fixture:~1~1one/action",${decision}}}}`,
    );
    expect(masked(await one.send({ id: 2, method: 'prompts/get', params: { name: 'greet' } }))).toBe(
      '{"jsonrpc":"2.0","id":2,"error":{"code":-32602,"message":"[POLICY DENIED] greet: the policy denies this prompt.",' +
        `"data":{"outcome":"deny","code":"denied","rule":"/prompts/greet/action",${decision}}}}`,
    );
    expect((await read('fixture://two')).text).toBe(
      '{"jsonrpc":"2.0","id":1,"error":{"code":-32002,"message":"Resource not found","data":{"uri":"fixture://two"}}}',
    );
    expect((await one.send({ id: 3, method: 'prompts/get', params: { name: 'other' } })).text).toBe(
      '{"jsonrpc":"2.0","id":3,"error":{"code":-32602,"message":"Prompt other not found"}}',
    );
    expect(fixture.seen.calls).toEqual([]);
  });
});

describe.each(['code', 'off'])('decisionMeta: %s', (decisionMeta) => {
  it('shows no more of a decision than that', async () => {
    await using quiet = await startGateway({
      servers: { netdiag: servers.netdiag() },
      policies: { netdiag: { ...seed, tools: { ...seed.tools, ping_host: { action: 'deny' } } } },
      more: { decisionMeta },
    });
    const one = await openSession(quiet.url('netdiag'), quiet.token());
    const shown = (outcome: string): string =>
      decisionMeta === 'off' ? '' : `,"_meta":{"io.toolgate/decision":{${outcome},"requestId":"#"}}`;
    expect(masked(await one.call(1, 'ping_host'))).toBe(
      '{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"[POLICY DENIED] ping_host: ' +
        `the policy denies this tool."}],"isError":true${shown('"outcome":"deny","code":"denied"')}}}`,
    );
    const allowed = masked(await one.call(2, 'tcp_connect', { host: '127.0.0.1', port }));
    if (decisionMeta === 'off') expect(allowed).not.toContain('io.toolgate');
    else expect(allowed).toContain('"io.toolgate/decision":{"outcome":"allow","requestId":"#"}');
  });
});
