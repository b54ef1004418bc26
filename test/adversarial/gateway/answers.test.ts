import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { servers } from '../../support/gateway/servers.ts';
import { type Incoming, answer as sound } from '../../support/upstreams/answer.ts';
import { listening } from '../../support/upstreams/listening.ts';
import { open } from '../edge/raw-client.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { codeOf, type RawAgent, rawAgent } from './raw-agent.ts';

/**
 * Threats B91: clients of several grants, all of which use the same ids and tokens, and a server that answers them in the
 * order that is worst. Whatever reaches a client is about its own call.
 */

/** A call that the server has and has not answered. */
interface Held {
  readonly id: Incoming['id'];
  /** One event on the stream of this call. */
  say(message: object): void;
  answer(): void;
}

/** By what the call says of itself in its arguments. */
const held = new Map<string, Held>();
let watch = (): void => {};
/** The client's answers to the server's questions, as they came. */
const answers: string[] = [];

const tools = [{ name: 'hold', inputSchema: { type: 'object' as const } }];
const text = (value: unknown): object => ({ content: [{ type: 'text', text: JSON.stringify(value) }] });

function hold({ id, params }: Incoming, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  const say = (message: object): void => {
    response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`);
  };
  const { mark = '' } = (params?.arguments ?? {}) as { readonly mark?: string };
  const answer = (): void => {
    say({ id, result: text(mark) });
    response.end();
  };
  held.set(mark, { id, say, answer });
  watch();
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const message = request.method === 'POST' ? ((await readJson(request)) as Incoming) : undefined;
  if (message?.method === 'initialize') response.setHeader('Mcp-Session-Id', `s${Math.random()}`);
  if (message === undefined) response.writeHead(request.method === 'DELETE' ? 204 : 405).end();
  else if (message.method === 'tools/call') hold(message, response);
  else if (message.method === undefined || message.id === undefined) {
    if (message.method === undefined) answers.push(JSON.stringify(message));
    response.writeHead(202).end();
  } else {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result: sound(message, tools) }));
  }
}
const upstream = createServer((request, response) => void serve(request, response));

/** Resolves with the calls of these marks, as soon as the server has all of them. */
async function heldBy(...marks: readonly string[]): Promise<readonly Held[]> {
  await new Promise<void>((resolve) => {
    watch = () => {
      if (marks.every((mark) => held.has(mark))) resolve();
    };
    watch();
  });
  return marks.map((mark) => held.get(mark) as Held);
}

let gateway: OpenGateway;
const people = ['alice', 'bob', 'carol'];
beforeAll(async () => {
  const url = `http://127.0.0.1:${await listening(upstream)}/mcp`;
  gateway = await openGateway({
    servers: { http: { url, allowPrivate: true }, shared: { ...servers.hostile(), shared: true } },
    policies: { open: { version: '1', default: 'allow', server_requests: { elicitation: 'all' } } },
    grants: Object.fromEntries(people.map((label) => [label, { http: 'open', shared: 'open' }])),
    more: { admission: { requestsPerSecond: 100_000 } },
  });
});
afterAll(async () => {
  await gateway.close();
  upstream.closeAllConnections();
  upstream.close();
});
afterEach(() => held.clear());

/** Two sessions of each grant, so that neither a session nor a grant is taken for the other. */
const everybody = async (slug: string): Promise<readonly (readonly [mark: string, agent: RawAgent])[]> =>
  Promise.all(
    people.flatMap((label) =>
      [1, 2].map(async (n) => [`${label} ${n}`, await rawAgent(gateway, slug, label)] as const),
    ),
  );

/** A call with the same id and the same token as everybody's. */
const call = (agent: RawAgent, name: string, mark: string, id = '1') =>
  agent.post(
    `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"${name}","arguments":{"mark":"${mark}"},"_meta":{"progressToken":"p"}}}`,
  );

/** Marks in what a client got, each once. */
const marksIn = (body: string): readonly string[] => [...new Set(body.match(/(?:alice|bob|carol) \d/g))];

test('answers that come the last first reach whoever asked', async () => {
  const all = await everybody('http');
  const calls = all.map(async ([mark, agent]) => [mark, (await call(agent, 'hold', mark)).body] as const);
  for (const { answer } of (await heldBy(...all.map(([mark]) => mark))).toReversed()) answer();
  for (const [mark, body] of await Promise.all(calls)) {
    expect(marksIn(body)).toEqual([mark]);
    expect(body).toContain('"id":1,');
  }
});

test('of a process that all share, too, with progress under tokens that are all the same', async () => {
  const all = await everybody('shared');
  const calls = all.map(async ([mark, agent]) => [mark, (await call(agent, 'hold', mark)).body] as const);
  const [[, first]] = all as [(typeof all)[number]];
  await untilHolding(first, all.length);
  expect((await call(first, 'let-go', 'none', '2')).body).toContain('done');
  for (const [mark, body] of await Promise.all(calls)) {
    expect(marksIn(body)).toEqual([mark]);
    expect(body).toMatch(/"method":"notifications\/progress","params":\{"progressToken":"p",/);
    expect(body).toContain('"id":1,');
  }
});

test('an answer to a call that was cancelled reaches nobody, whoever uses its id by then', async () => {
  const [alice, bob] = [await rawAgent(gateway, 'shared', 'alice'), await rawAgent(gateway, 'shared', 'bob')];
  const given = call(alice, 'hold', 'alice 1');
  await untilHolding(bob, 1);
  await alice.post('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}');
  expect(marksIn((await given).body)).toEqual([]);
  const [again, others] = [call(alice, 'hold', 'alice 2'), call(bob, 'hold', 'bob 1')];
  // The process still has the one that was cancelled, and answers it.
  await untilHolding(bob, 3);
  // The late one first, while others wait under whatever numbers are theirs.
  const letGo = await bob.call('let-go', '{"order":"as they came"}', '2');
  expect(marksIn(letGo.body)).toEqual([]);
  expect(marksIn((await again).body)).toEqual(['alice 2']);
  expect(marksIn((await others).body)).toEqual(['bob 1']);
});

test('what comes on the stream of one call under the id of another is an answer to neither', async () => {
  const [alice, bob] = [await rawAgent(gateway, 'http', 'alice'), await rawAgent(gateway, 'http', 'bob')];
  const calls = [call(alice, 'hold', 'alice 1'), call(alice, 'hold', 'alice 2', '2'), call(bob, 'hold', 'bob 1')];
  const [first, second, third] = (await heldBy('alice 1', 'alice 2', 'bob 1')) as [Held, Held, Held];
  first.say({ id: second.id, result: text('alice 2') });
  const wrong = await (calls[0] as (typeof calls)[number]);
  expect(codeOf(wrong)).toBe('upstream_invalid');
  expect(marksIn(wrong.body)).toEqual([]);
  second.answer();
  third.answer();
  const [, ownAnswer, others] = await Promise.all(calls);
  expect(marksIn(ownAnswer?.body ?? '')).toEqual(['alice 2']);
  expect(marksIn(others?.body ?? '')).toEqual(['bob 1']);
});

test('on one connection two grants are each answered in turn, though the second was done first', async () => {
  const agents = [await rawAgent(gateway, 'http', 'alice'), await rawAgent(gateway, 'http', 'bob')] as const;
  const request = (label: string, { sessionId }: RawAgent): string => {
    const body = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"hold","arguments":{"mark":"${label} 1"}}}`;
    const head = [
      'POST /mcp/http HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${gateway.token(label)}`,
      'Content-Type: application/json',
      'Accept: application/json',
      `Mcp-Session-Id: ${sessionId}`,
      `Content-Length: ${body.length}`,
      ...(label === 'bob' ? ['Connection: close'] : []),
    ];
    return `${head.join('\r\n')}\r\n\r\n${body}`;
  };
  const socket = await open(gateway.port);
  let got = '';
  socket.setEncoding('utf8').on('data', (bytes: string) => {
    got += bytes;
  });
  socket.write(request('alice', agents[0]) + request('bob', agents[1]));
  const [alices, bobs] = (await heldBy('alice 1', 'bob 1')) as [Held, Held];
  bobs.answer();
  // Bob's answer is in the gateway by the time of the next one that the server is asked for after it.
  await agents[1].post('{"jsonrpc":"2.0","id":5,"method":"tools/list"}');
  expect(got).toBe('');
  alices.answer();
  await once(socket, 'close');
  expect(got.split('HTTP/1.1 ').slice(1).map(marksIn)).toEqual([['alice 1'], ['bob 1']]);
});

test('a stream is not taken up by whoever knows the id of one of its events', async () => {
  const alice = await rawAgent(gateway, 'http', 'alice');
  const asked = call(alice, 'hold', 'alice 1');
  const [first] = (await heldBy('alice 1')) as [Held];
  first.say({ method: 'notifications/progress', params: { progressToken: first.id, progress: 1, message: 'alice 1' } });
  first.answer();
  const eventIds = (await asked).body.match(/(?<=^id: ).+$/gm) ?? [];
  expect(eventIds.length).toBeGreaterThan(1);

  const resumed = async (label: string, { sessionId }: RawAgent): Promise<string> => {
    const leaving = new AbortController();
    const response = await fetch(gateway.url('http'), {
      headers: {
        Authorization: `Bearer ${gateway.token(label)}`,
        Accept: 'text/event-stream',
        'Mcp-Session-Id': sessionId,
        'MCP-Protocol-Version': '2025-11-25',
        'Last-Event-ID': eventIds[0] ?? '',
      },
      signal: leaving.signal,
    });
    // All that there is comes at once: how long to wait, and what was missed.
    const { value } = (await response.body?.getReader().read()) ?? {};
    leaving.abort();
    return Buffer.from(value ?? []).toString();
  };
  expect(marksIn(await resumed('alice', alice))).toEqual(['alice 1']);
  expect(marksIn(await resumed('alice', await rawAgent(gateway, 'http', 'alice')))).toEqual([]);
  expect(marksIn(await resumed('bob', await rawAgent(gateway, 'http', 'bob')))).toEqual([]);
});

test('what a server asks one client no other one answers, though it names the question', async () => {
  const elicits = '{"elicitation":{}}';
  const alice = await rawAgent(gateway, 'http', 'alice', elicits);
  const others = [
    await rawAgent(gateway, 'http', 'alice', elicits),
    await rawAgent(gateway, 'http', 'bob', elicits),
  ] as const;
  const asked = call(alice, 'hold', 'alice 1');
  const [first] = (await heldBy('alice 1')) as [Held];
  answers.length = 0;
  const question = { message: 'Sure?', requestedSchema: { type: 'object', properties: {} } };
  first.say({ id: 'q', method: 'elicitation/create', params: question });
  // Ids of questions are small numbers, and whoever guesses tries them all.
  for (const other of others) {
    for (let id = 0; id < 5; id += 1) {
      await other.post(`{"jsonrpc":"2.0","id":${id},"result":{"action":"accept","content":{"by":"bob 1"}}}`);
    }
  }
  for (let id = 0; id < 5; id += 1) {
    await alice.post(`{"jsonrpc":"2.0","id":${id},"result":{"action":"decline"}}`);
  }
  first.answer();
  await asked;
  expect(answers).toEqual(['{"jsonrpc":"2.0","id":"q","result":{"action":"decline"}}']);
});

/** Asks the process itself how many calls it holds, until they are so many. */
async function untilHolding(agent: RawAgent, calls: number): Promise<void> {
  while (!(await agent.call('holding', '{}', '9')).body.includes(`"text":"${calls}"`));
}
