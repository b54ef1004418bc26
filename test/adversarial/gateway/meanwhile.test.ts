/**
 * What is taken away or forbidden while a request is on its way stays so (threats B29, B51): whoever sends slowly, or calls
 * what its server is slow to list, has no calls in store for the time after.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { answer, type FixtureTool, type Incoming } from '../../support/upstreams/answer.ts';
import { listening } from '../../support/upstreams/listening.ts';
import { open } from '../edge/raw-client.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { initialize, rawAgent } from './raw-agent.ts';

const tools: readonly FixtureTool[] = [{ name: 'echo', inputSchema: { type: 'object' } }];
const allow = { version: '1', default: 'allow' };
const deny = { version: '1', default: 'deny' };

/** Calls that arrived, and what `tools/list` waits for. */
let calls = 0;
let listed = Promise.resolve();
let asked: () => void = () => {};
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const message = request.method === 'POST' ? ((await readJson(request)) as Incoming) : undefined;
  if (message?.id === undefined) {
    response.writeHead(message === undefined ? 405 : 202).end();
    return;
  }
  if (message.method === 'tools/call') calls += 1;
  if (message.method === 'tools/list') {
    asked();
    await listed;
  }
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result: answer(message, tools) }));
}
const upstream = createServer((request, response) => void serve(request, response));

let gateway: OpenGateway;
let url = '';
beforeAll(async () => {
  url = `http://127.0.0.1:${await listening(upstream)}/mcp`;
  gateway = await openGateway(setup(allow));
});
afterAll(async () => {
  await gateway.close();
  upstream.close();
});
beforeEach(async () => {
  await gateway.apply(setup(allow));
});

function setup(policy: object, grants: Record<string, Record<string, string>> = { agent: { s: 's', t: 's' } }) {
  const server = { url, allowPrivate: true };
  return { servers: { s: server, t: server }, policies: { s: policy, closed: deny }, grants };
}

const changes: readonly (readonly [string, Parameters<typeof setup>])[] = [
  ['the policy forbids it', [deny]],
  ['the grant has another policy', [allow, { agent: { s: 'closed', t: 's' } }]],
  ['the grant covers the server no more', [allow, { agent: { t: 's' } }]],
  ['the grant is gone', [allow, { other: { s: 's' } }]],
];

const meta =
  '"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":' +
  '{"name":"raw","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}';
const stateless = (name: string): readonly string[] => [
  'MCP-Protocol-Version: 2026-07-28',
  'Mcp-Method: tools/call',
  `Mcp-Name: ${name}`,
];

const call = (name: string, more = ''): string =>
  `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"${name}","arguments":{}${more}}}`;

const ways: readonly (readonly [string, string, (agent: { sessionId: string }) => readonly string[], string])[] = [
  ['in a session', '/mcp/s', ({ sessionId }) => [`Mcp-Session-Id: ${sessionId}`], call('echo')],
  ['without one', '/mcp/s', () => stateless('echo'), call('echo', `,${meta}`)],
  ['at the URL of all servers', '/mcp', () => stateless('s__echo'), call('s__echo', `,${meta}`)],
];

/** A request of which all has been sent but the last byte of its body, and which has been let in. */
async function nearlySent(target: string, headers: readonly string[], body: string) {
  const socket = await open(gateway.port);
  let answered = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    answered += text;
  });
  const head = [
    `POST ${target} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    `Authorization: Bearer ${gateway.token('agent')}`,
    'Content-Type: application/json',
    'Accept: application/json, text/event-stream',
    `Content-Length: ${body.length}`,
    ...headers,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, -1)}`);
  await vi.waitFor(() => expect(gateway.ports.admission.inFlight()).toBe(1), { timeout: 20_000, interval: 5 });
  return async (): Promise<string> => {
    socket.write(body.slice(-1));
    if (!socket.closed) await once(socket, 'close');
    return answered;
  };
}

describe.each(ways)('%s', (way, target, headersOf, body) => {
  test.each(changes)('while the last byte is waited for: %s', async (_what, [policy, grants]) => {
    const agent = await rawAgent(gateway, 's', 'agent');
    const before = calls;
    const served = await nearlySent(target, headersOf(agent), body);
    expect(await served()).toContain('called echo');
    expect(calls).toBe(before + 1);

    const finish = await nearlySent(target, headersOf(agent), body);
    await gateway.apply(setup(policy, grants));
    expect(await finish()).not.toContain('called echo');
    expect(calls).toBe(before + 1);
  });

  /** A call that its server lets wait until it says what it has. */
  async function waitingForTools() {
    const { promise, resolve: release } = Promise.withResolvers<void>();
    const { promise: isAsked, resolve } = Promise.withResolvers<void>();
    listed = promise;
    asked = resolve;
    gateway.ports.tables.invalidate('s/file:agent');
    const agent = await rawAgent(gateway, 's', 'agent');
    const send = await nearlySent(target, headersOf(agent), body);
    const answered = send();
    await isAsked;
    return async (): Promise<string> => {
      release();
      return answered;
    };
  }

  test.each(changes)('while the server says what it has: %s', async (_what, [policy, grants]) => {
    const before = calls;
    const finish = await waitingForTools();
    await gateway.apply(setup(policy, grants));
    const answered = await finish();
    expect(answered).not.toContain('called echo');
    // It has not been judged yet: it is told what is in force now, and not that things have changed.
    expect(answered).not.toContain('snapshot_stale');
    expect(calls).toBe(before);
  });

  test('while the server says what it has another one takes its place: neither is sent what was let through for the other', async () => {
    const before = calls;
    const finish = await waitingForTools();
    const now = setup({ ...allow, tools: { other: { action: 'deny' } } });
    const server = { ...now.servers.s, headers: { 'X-Turn': 'other' } };
    await gateway.apply({ ...now, servers: { ...now.servers, s: server } });
    expect(await finish()).toContain('snapshot_stale');
    expect(calls).toBe(before);
    const again = await nearlySent(target, headersOf(await rawAgent(gateway, 's', 'agent')), body);
    expect(await again()).toContain('called echo');
  });

  test('while the server says what it has its policy limits it: it is the first that is counted', async () => {
    const before = calls;
    const finish = await waitingForTools();
    const limits = [{ counter: way.replaceAll(' ', '_'), window: 'hour', max: 1, scope: 'grant' }];
    await gateway.apply(setup({ ...allow, tools: { echo: { limits } } }));
    expect(await finish()).toContain('called echo');
    const again = await nearlySent(target, headersOf(await rawAgent(gateway, 's', 'agent')), body);
    expect(await again()).toContain('rate_limited');
    expect(calls).toBe(before + 1);
  });

  const reject = () => {
    const { definitions } = gateway.ports;
    gateway.ports.definitions = { listed: () => undefined, admits: () => false };
    return () => {
      gateway.ports.definitions = definitions;
    };
  };
  test.each([
    ...changes.map(([what, parts]) => [what, () => gateway.apply(setup(...parts))] as const),
    ['its definition is rejected', reject] as const,
  ])('while it is put on the record: %s', async (_what, change) => {
    const agent = await rawAgent(gateway, 's', 'agent');
    const before = calls;
    const { journal } = gateway.ports;
    const { intent } = journal;
    let undo: unknown;
    journal.intent = async (...args) => {
      undo = await change();
      return intent.apply(journal, args);
    };
    const send = await nearlySent(target, headersOf(agent), body);
    const answered = await send();
    journal.intent = intent;
    if (typeof undo === 'function') undo();
    expect(answered).not.toContain('called echo');
    expect(calls).toBe(before);
  });

  test('while it is put on the record its policy changes in what lets it pass as well: it is made, under the one on its record', async () => {
    const agent = await rawAgent(gateway, 's', 'agent');
    const before = calls;
    const { journal } = gateway.ports;
    const { intent } = journal;
    journal.intent = async (...args) => {
      await gateway.apply(setup({ ...allow, tools: { other: { action: 'deny' } } }));
      return intent.apply(journal, args);
    };
    const send = await nearlySent(target, headersOf(agent), body);
    expect(await send()).toContain('called echo');
    journal.intent = intent;
    expect(calls).toBe(before + 1);
  });
});

test('a session is not begun by a grant that was taken away while it said so', async () => {
  const finish = await nearlySent('/mcp/s', [], initialize);
  await gateway.apply(setup(allow, { other: { s: 's' } }));
  expect(await finish()).toMatch(/^HTTP\/1.1 401 /);
});
