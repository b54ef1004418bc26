import { connect as connectHttp2 } from 'node:http2';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../src/audit/index.ts';
import { type OpenGateway, openGateway } from '../../adversarial/gateway/open-gateway.ts';
import { rawAgent } from '../../adversarial/gateway/raw-agent.ts';
import type { GatewaySetup } from '../../support/gateway/start-gateway.ts';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { freePort } from '../support/free-port.ts';
import { type FrontProxy, installed, proxies } from './front-proxies.ts';
import { certificate, H2Client } from './h2-client.ts';
import { type Parts, soundRequest, type WickedRequest, wickedRequests } from './wicked-requests.ts';

const authority = 'gateway.example.com';

const setupWith = (url: string, tools: object): GatewaySetup => ({
  servers: { counted: { url, allowPrivate: true } },
  policies: { counted: { version: '1', default: 'deny', tools } },
  more: {
    publicUrl: `https://${authority}`,
    trustedProxies: ['127.0.0.1'],
    admission: { requestsPerSecond: 1_000_000 },
  },
});

describe.each(proxies)('behind $name, by its example in the docs', (front: FrontProxy) => {
  const missing = installed(front) ? undefined : `${front.name} is not installed here`;
  beforeEach(({ skip }) => skip(missing !== undefined, missing));
  let upstream: ByteCounter;
  let gateway: OpenGateway;
  let proxy: { close(): Promise<void> };
  let port: number;
  let fields: (readonly [string, string])[];
  /** Somebody else's connection to the proxy. */
  let others: H2Client;
  let marks = 0;

  beforeAll(async () => {
    if (missing !== undefined) return;
    upstream = await startByteCounter([{ name: 'echo', inputSchema: { type: 'object' } }], 'said');
    gateway = await openGateway(setupWith(upstream.url, { echo: {} }));
    port = await freePort();
    proxy = await front.start(port, gateway.port);
    others = await H2Client.open(port);
    const { sessionId } = await rawAgent(gateway, 'counted');
    fields = [
      ['authorization', `Bearer ${gateway.token()}`],
      ['content-type', 'application/json'],
      ['accept', 'application/json, text/event-stream'],
      ['mcp-session-id', sessionId],
      ['mcp-protocol-version', '2025-11-25'],
    ];
  });
  afterAll(async () => {
    others?.close();
    await proxy?.close();
    await gateway?.close();
    await upstream?.close();
  });

  /** A request with two calls, of which only the first is one to a reader of HTTP/2. */
  const newParts = (): Parts & { readonly seen: string; readonly unseen: string } => {
    const [seen, unseen] = [`m${marks++}`, `m${marks++}`];
    const call = (mark: string): string =>
      `{"jsonrpc":"2.0","id":"${mark}","method":"tools/call","params":{"name":"echo","arguments":{"${mark}":1}}}`;
    const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    const hidden = call(unseen);
    return {
      seen,
      unseen,
      path: '/mcp/counted',
      fields,
      body: call(seen),
      hidden: `POST /mcp/counted HTTP/1.1\r\nhost: localhost\r\n${lines}content-length: ${hidden.length}\r\n\r\n${hidden}`,
    };
  };
  /** How often a call came to the server, by its mark. */
  const arrivals = (mark: string): number => upstream.bodies().filter((body) => body.includes(`{"${mark}":1}`)).length;

  const tried: { readonly what: string; readonly seen: string; readonly unseen: string }[] = [];

  test.each([...wickedRequests])('$what', async (wicked: WickedRequest) => {
    const parts = newParts();
    const client = await H2Client.open(port);
    const answer = await client.request(wicked.frames(parts));
    client.close();
    tried.push({ what: wicked.what, seen: parts.seen, unseen: parts.unseen });
    expect(arrivals(parts.unseen)).toBe(0);
    expect(arrivals(parts.seen)).toBeLessThanOrEqual(1);
    // Its own answer, or a refusal; never what another asked for.
    for (const [, id] of answer.body.matchAll(/"id":"(m[0-9]+)"/g)) expect(id).toBe(parts.seen);
    // Caddy answers for a host that it does not know with 200 and nothing.
    if (answer.body.includes('said')) expect([answer.status, arrivals(parts.seen)]).toEqual([200, 1]);

    // Connections between proxy and gateway are kept: had bytes been left on one, the next calls would get others' answers.
    for (let i = 0; i < 2; i += 1) {
      const sound = newParts();
      const { status, body } = await others.request(soundRequest(sound));
      expect(status).toBe(200);
      expect(body).toContain(`"id":"${sound.seen}"`);
      expect(arrivals(sound.seen)).toBe(1);
      tried.push({ what: 'sound', seen: sound.seen, unseen: sound.unseen });
    }
  });

  test('an event is there when it is sent', async () => {
    const session = connectHttp2(`https://127.0.0.1:${port}`, {
      ca: certificate,
      servername: 'localhost',
      checkServerIdentity: () => undefined,
    });
    const stream = session.request({
      ':method': 'GET',
      ':path': '/mcp/counted',
      ':authority': authority,
      ...Object.fromEntries(fields),
      accept: 'text/event-stream',
    });
    const heard = new Promise<string>((resolve, reject) => {
      let text = '';
      stream.on('data', (bytes: Buffer) => {
        text += bytes.toString();
        if (text.includes('list_changed')) resolve(text);
      });
      stream.on('error', reject);
      stream.on('end', () => reject(new Error(`the stream has ended: ${text}`)));
    });
    expect(await new Promise((resolve) => stream.on('response', (head) => resolve(head[':status'])))).toBe(200);
    expect((await gateway.apply(setupWith(upstream.url, { echo: { action: 'hide' } }))).ok).toBe(true);
    expect(await heard).toContain('notifications/tools/list_changed');
    stream.on('error', () => undefined);
    session.destroy();
  });

  test('a client’s address is the one that the proxy saw, whatever the client says', async () => {
    const client = await H2Client.open(port);
    const parts = newParts();
    const anonymous = fields.filter(([name]) => name !== 'authorization');
    const lies = [['x-forwarded-for', '203.0.113.9'] as const, ['authorization', 'Bearer tg_nobody'] as const];
    const { status } = await client.request(soundRequest({ ...parts, fields: [...anonymous, ...lies] }));
    client.close();
    expect(status).toBe(401);
  });

  test('what arrived is what is on the record, each once; nothing hidden was so much as judged', async () => {
    await gateway.stop();
    const calls = await gateway.calls();
    const recorded = (mark: string): readonly CallRecord[] =>
      calls.filter(({ argumentKeys }) => argumentKeys?.includes(mark));
    for (const { what, seen, unseen } of tried) {
      expect(recorded(unseen), what).toEqual([]);
      const [record, ...more] = recorded(seen);
      expect([more.length, record?.outcome === 'allow'], what).toEqual([0, arrivals(seen) === 1]);
    }
    const refused = (await gateway.events()).filter(({ event }) => event === 'refused');
    // One a minute and address, whatever it was refused for: so all of them are of the one address that was there.
    expect(new Set(refused.map(({ detail }) => detail.address))).toEqual(new Set(['127.0.0.1']));
    // Some went through and some did not, or nothing was tried here.
    const odd = tried.filter(({ what }) => what !== 'sound').map(({ seen }) => arrivals(seen));
    expect(new Set(odd)).toEqual(new Set([0, 1]));
  });
});
