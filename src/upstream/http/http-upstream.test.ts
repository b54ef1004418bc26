import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type ByteCounter, startByteCounter } from '../../../test/support/upstreams/byte-counter.ts';
import { ask, call, failureOf, textOf } from '../../../test/support/upstreams/hearing.ts';
import { type behaviours, type HostileHttp, startHostileHttp } from '../../../test/support/upstreams/hostile-http.ts';
import { listening } from '../../../test/support/upstreams/listening.ts';
import type { HttpServer } from '../../config/index.ts';
import { anchoredClock, type Clock, manualClock } from '../../kernel/index.ts';
import type { UpstreamEvent, UpstreamFailure } from '../index.ts';
import { httpUpstream } from './http-upstream.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const secret = 'Bearer canary-of-a-static-header';

function open(url: string, changes: Partial<HttpServer> = {}, clock: Clock = anchoredClock()) {
  const events: UpstreamEvent[] = [];
  const server: HttpServer = {
    slug: 'remote',
    transport: 'http',
    url,
    headers: new Map([['Authorization', secret]]),
    allowPrivate: true,
    timeouts: { connectMs: 2_000, firstByteMs: 10_000, idleMs: 10_000 },
    caps: { bytes: 1e6, depth: 64, nodes: 1e5, response: 1e6 },
    maxConcurrency: undefined,
    pinned: true,
    trusted: false,
    ...changes,
  };
  const upstream = httpUpstream(server, { clock, log: (event) => events.push(event) });
  closing.push(() => upstream.close());
  return { upstream, session: upstream.open(), events };
}

async function hostile(): Promise<HostileHttp> {
  const server = await startHostileHttp();
  closing.push(() => server.close());
  return server;
}

async function counter(): Promise<ByteCounter> {
  const server = await startByteCounter();
  closing.push(() => server.close());
  return server;
}

/** A server whose every request is answered by `handle`, given the body. */
async function serving(
  handle: (request: IncomingMessage, response: ServerResponse, body: string) => void,
): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => handle(request, response, Buffer.concat(chunks).toString('utf8')));
  });
  const port = await listening(server);
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${port}/mcp`;
}

type Expected = { answer: string } | Partial<UpstreamFailure>;
const invalid = { code: 'upstream_invalid', sent: true } as const;

/** What must come of each behaviour. A row that is missing does not compile. */
const expected: { readonly [name in keyof typeof behaviours]: Expected } = {
  sound: { answer: 'good' },
  'sound-stream': { answer: 'good' },
  'giant-line': invalid,
  'no-terminator': invalid,
  comments: { answer: 'good' },
  'unknown-events': { answer: 'good' },
  'byte-by-byte': { answer: 'größer 🐢' },
  'wrong-id': invalid,
  'wrong-id-stream': invalid,
  'string-id': invalid,
  'null-id': invalid,
  'flood-of-notifications': { answer: 'good' },
  'two-answers': { answer: 'first' },
  'result-and-error': invalid,
  'duplicate-id': invalid,
  'escaped-duplicate': invalid,
  batch: invalid,
  garbage: invalid,
  'garbage-event': invalid,
  'no-answer': invalid,
  accepted: invalid,
  html: invalid,
  redirect: { ...invalid, status: 307 },
  'moved-with-answer': { ...invalid, status: 301 },
  gzip: { ...invalid, status: 200 },
  'bad-request': { ...invalid, status: 400 },
  'bad-request-answered': { answer: '' },
  'result-with-error-status': { ...invalid, status: 400 },
  unauthorized: { code: 'upstream_unauthorized', sent: true, status: 401 },
  forbidden: { code: 'upstream_unauthorized', sent: true, status: 403 },
  'not-found': { ...invalid, status: 404 },
  'error-500': { code: 'upstream_unavailable', sent: true, status: 500 },
  hang: { code: 'upstream_timeout', sent: true },
  'hang-in-body': { code: 'upstream_timeout', sent: true },
  drop: { code: 'upstream_unavailable', sent: true },
  'drop-in-body': { code: 'upstream_unavailable', sent: true },
  'stream-without-answer': invalid,
  huge: invalid,
  'huge-announced': invalid,
  'not-http': invalid,
  'huge-head': invalid,
};

describe('an upstream over HTTP that misbehaves', () => {
  it.each(Object.entries(expected))('%s', async (name, outcome) => {
    const server = await hostile();
    const timeouts = { connectMs: 1_000, firstByteMs: 500, idleMs: 500 };
    const { session, events } = open(server.url(name as keyof typeof behaviours), { timeouts });
    const heard = call(session, 'harm');
    const end = await heard.end;
    if ('answer' in outcome) {
      expect(end).toHaveProperty('answer');
      if (outcome.answer !== '') expect(await textOf(heard)).toBe(outcome.answer);
    } else {
      expect(end).toMatchObject({ failure: outcome });
      if (outcome.code === 'upstream_invalid')
        expect(events).toContainEqual(expect.objectContaining({ event: 'violation' }));
    }
    // Neither is a redirect followed nor a call tried again.
    expect(server.requests).toHaveLength(1);
    expect(JSON.stringify(end) + JSON.stringify(events)).not.toContain('canary');
    // What one answer did, the next does not feel.
    expect(await ask(session, 'ping').end).toHaveProperty('answer');
    expect(heard.ends()).toBe(1);
  });

  it('says in the log that a server went on after its answer', async () => {
    const server = await hostile();
    const { session, events } = open(server.url('two-answers'));
    await textOf(call(session, 'harm'));
    await ask(session, 'ping').end;
    expect(events.map(({ detail }) => detail)).toEqual(['went on after its answer']);
  });
});

it('passes on so many notifications in a second and no more', async () => {
  const server = await hostile();
  // Time stands still: all of them come within one second.
  const { session, events } = open(server.url('flood-of-notifications'), {}, manualClock());
  const heard = call(session, 'harm');
  expect(await textOf(heard)).toBe('good');
  expect(heard.messages).toHaveLength(1_000);
  expect(events.map(({ detail }) => detail)).toContain('sends more notifications than may be passed on');
});

// Each answer is a request, and what is not taken is held: a server that asks for ever would never have enough of them.
it.each<[string, (response: ServerResponse) => unknown, number]>([
  ['that takes no answer: so many are on their way', () => undefined, 64],
  ['that takes every answer: so many a second', (response) => response.writeHead(202).end(), 200],
])('puts no more questions of a server than can be answered, of one %s', async (_what, take, most) => {
  const answers: string[] = [];
  const enough = Promise.withResolvers<void>();
  const { promise: asked, resolve: go } = Promise.withResolvers<ServerResponse>();
  const url = await serving((_request, response, body) => {
    if (body.includes('tools/call')) return go(response.writeHead(200, { 'content-type': 'text/event-stream' }));
    answers.push(body);
    take(response);
    if (answers.length === most) enough.resolve();
  });
  const { session, events } = open(url, {}, manualClock());
  const sending: Promise<unknown>[] = [];
  const heard = ask(session, 'tools/call', { name: 'harm' }, {}, (message) => {
    if (message.kind !== 'request') return;
    const pong = Buffer.from(`{"jsonrpc":"2.0","id":${message.id.text},"result":{}}`);
    sending.push(session.send(pong, {}).catch(() => undefined));
  });
  const stream = await asked;
  const said = (id: number, rest: string): string => `data: {"jsonrpc":"2.0","id":${id},${rest}}\n\n`;
  // A few at a time: whoever takes every answer has taken those before.
  for (let id = 0; id < 1_000; id += 50) {
    const before = answers.length;
    stream.write(Array.from({ length: 50 }, (_, n) => said(1_000 + id + n, '"method":"ping"')).join(''));
    if (most === 200 && before < most) {
      await expect.poll(() => answers.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(before + 50);
    }
  }
  stream.end(said(1, '"result":{"content":[{"type":"text","text":"good"}]}'));
  expect(await textOf(heard)).toBe('good');
  await enough.promise;
  expect(heard.messages).toHaveLength(most);
  expect(sending).toHaveLength(most);
  expect(events.map(({ detail }) => detail)).toContain('asks more than can be answered');
});

describe('an upstream over HTTP', () => {
  it('gets the headers of the allow-list and no other', async () => {
    const server = await counter();
    const { session } = open(server.url, {
      headers: new Map([
        ['Authorization', secret],
        ['X-Team', 'blue'],
      ]),
    });
    const headers = { protocolVersion: '2026-07-28', method: 'tools/call', name: 'größe' };
    await ask(session, 'tools/call', { name: 'größe' }, headers).end;
    const [head] = server.received().toString('latin1').split('\r\n\r\n');
    const lines = (head ?? '')
      .split('\r\n')
      .slice(1)
      .map((line) => line.toLowerCase());
    const names = lines.map((line) => line.slice(0, line.indexOf(':'))).sort();
    expect(names).toEqual([
      'accept',
      'authorization',
      'connection',
      'content-length',
      'content-type',
      'host',
      'mcp-method',
      'mcp-name',
      'mcp-protocol-version',
      'x-team',
    ]);
    expect(head).toContain(`mcp-name: =?base64?${Buffer.from('größe').toString('base64')}?=`);
  });

  it('keeps its connections between calls', async () => {
    const server = await counter();
    const { session } = open(server.url);
    for (let n = 0; n < 10; n++) await textOf(call(session, 'echo'));
    // A call made in the very turn of the last answer finds that connection not free yet.
    expect(server.connections()).toBeLessThanOrEqual(2);
    await Promise.all(Array.from({ length: 8 }, () => textOf(call(session, 'echo'))));
    const open8 = server.connections();
    await Promise.all(Array.from({ length: 8 }, () => textOf(call(session, 'echo'))));
    expect(server.connections()).toBe(open8);
  });

  it('is unavailable, and nothing was sent, when nobody listens', async () => {
    const server = await startByteCounter();
    await server.close();
    const { session, upstream } = open(server.url);
    expect(await failureOf(call(session, 'echo'))).toMatchObject({ code: 'upstream_unavailable', sent: false });
    expect(upstream.health()).toMatchObject({ state: 'down' });
  });

  it('is not dialled at an address that is not public', async () => {
    const server = await counter();
    const { session, upstream } = open(server.url, { allowPrivate: false });
    const failure = await failureOf(call(session, 'echo'));
    expect(failure).toMatchObject({ code: 'upstream_unavailable', sent: false });
    expect(failure.message).not.toContain('127');
    // What allows it is said to operators, who read the state of a server and the log, and not to agents.
    expect(failure.message).not.toContain('allowPrivate');
    expect(upstream.health().detail).toContain('(allowPrivate)');
    expect(String(failure.cause)).toContain('(allowPrivate)');
    expect(server.connections()).toBe(0);
  });

  it.each([
    ['Host', 'example.com'],
    ['content-length', '1'],
    ['MCP-Session-Id', 'x'],
    ['bad name', 'x'],
    ['X-Key', 'line\r\nbreak-canary'],
    ['X-Key', 'ümlaut-canary'],
    ['X-Key', ''],
  ])('refuses the configured header %s', (name, value) => {
    expect(() => open('http://127.0.0.1:1/', { headers: new Map([[name, value]]) })).toThrow(TypeError);
    expect(() => open('http://127.0.0.1:1/', { headers: new Map([[name, value]]) })).not.toThrow(/canary/);
  });

  it('keeps the session id it was given, and ends the session with DELETE', async () => {
    const seen: string[] = [];
    const url = await serving((request, response, body) => {
      const bears = (name: string): string => String(request.headers[name]);
      seen.push([request.method, bears('mcp-session-id'), bears('mcp-protocol-version')].join(' '));
      if (request.method === 'DELETE') response.writeHead(204).end();
      else if (!body.includes('"id"')) response.writeHead(202).end();
      else {
        const { id } = JSON.parse(body);
        response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': `session-${id}` });
        response.end(JSON.stringify({ jsonrpc: '2.0', id, result: {} }));
      }
    });
    const { session } = open(url);
    await ask(session, 'initialize').end;
    await session.send(Buffer.from('{"jsonrpc":"2.0","method":"notifications/initialized"}'), {
      protocolVersion: '2025-11-25',
    });
    await ask(session, 'ping', {}, { protocolVersion: '2025-11-25' }).end;
    await session.close();
    expect(seen).toEqual([
      'POST undefined undefined',
      'POST session-1 2025-11-25',
      'POST session-1 2025-11-25',
      'DELETE session-1 2025-11-25',
    ]);
  });

  it.each(['x'.repeat(1025), 'with space', 'ü'])('does not take the session id %.12s', async (id) => {
    const url = await serving((_request, response, body) => {
      response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': id });
      response.end(JSON.stringify({ jsonrpc: '2.0', id: JSON.parse(body).id, result: {} }));
    });
    expect(await failureOf(ask(open(url).session, 'initialize'))).toMatchObject(invalid);
  });

  it('says that the session is lost when the server does not know it', async () => {
    let requests = 0;
    const url = await serving((_request, response, body) => {
      requests += 1;
      if (requests > 1) return response.writeHead(404).end();
      response.writeHead(200, { 'content-type': 'application/json', 'mcp-session-id': 'short-lived' });
      return response.end(JSON.stringify({ jsonrpc: '2.0', id: JSON.parse(body).id, result: {} }));
    });
    const { session } = open(url);
    const lost: UpstreamFailure[] = [];
    session.onLost((failure) => lost.push(failure));
    await ask(session, 'initialize').end;
    expect(await failureOf(call(session, 'one'))).toMatchObject({ code: 'upstream_unavailable', status: 404 });
    expect(await failureOf(call(session, 'two'))).toMatchObject({ code: 'upstream_unavailable', sent: false });
    expect(lost).toHaveLength(1);
    expect(requests).toBe(2);
  });

  it('passes on what belongs to a request while it runs', async () => {
    let go = (): void => {};
    const url = await serving((_request, response, body) => {
      const { id } = JSON.parse(body);
      const event = (message: object) => response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      event({ method: 'notifications/progress', params: { progressToken: id, progress: 1 } });
      event({ id: 's1', method: 'roots/list' });
      go = () => {
        event({ id, result: { content: [{ type: 'text', text: 'end' }] } });
        response.end();
      };
    });
    const { session } = open(url);
    const heard = ask(session, 'tools/call', {}, {}, (message) => {
      if (message.kind === 'request') go();
    });
    expect(await textOf(heard)).toBe('end');
    expect(heard.messages.map((text) => JSON.parse(text).method)).toEqual(['notifications/progress', 'roots/list']);
  });

  it('takes up a stream that the server closed before the answer', async () => {
    const gets: (string | undefined)[] = [];
    const url = await serving((request, response, body) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'mcp-session-id': 'kept' });
      if (request.method === 'GET') {
        gets.push(request.headers['last-event-id'] as string);
        response.end(
          `id: e2\ndata: {"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"later"}]}}\n\n`,
        );
      } else if (request.method === 'POST' && body.includes('"id"')) response.end('id: e1\nretry: 10\ndata: \n\n');
      else response.end();
    });
    const { session } = open(url);
    expect(await textOf(call(session, 'slow'))).toBe('later');
    expect(gets).toEqual(['e1']);
  });

  it('tells a legacy server of a cancellation, and breaks off towards a modern one', async () => {
    const seen: string[] = [];
    let arrived = (): void => {};
    let closed = (): void => {};
    const url = await serving((_request, response, body) => {
      seen.push(body);
      response.on('close', () => closed());
      if (body.includes('notifications/cancelled')) response.writeHead(202).end();
      else arrived();
    });
    const { session } = open(url);
    for (const headers of [{}, { protocolVersion: '2026-07-28', method: 'tools/call', name: 'slow' }]) {
      seen.length = 0;
      const there = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      const heard = ask(session, 'tools/call', { name: 'slow' }, headers);
      await there;
      const gone = new Promise<void>((resolve) => {
        closed = resolve;
      });
      heard.pending.cancel('enough');
      await gone;
      const told = seen.slice(1).map((body) => JSON.parse(body));
      const params = { requestId: heard.pending.upstreamId, reason: 'enough' };
      expect(told).toEqual('method' in headers ? [] : [{ jsonrpc: '2.0', method: 'notifications/cancelled', params }]);
      expect(heard.ends()).toBe(0);
    }
  });

  it('reads the stream of the server itself, and takes it up where it broke', async () => {
    const gets: (string | undefined)[] = [];
    const url = await serving((request, response) => {
      gets.push(request.headers['last-event-id'] as string | undefined);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const method = `notifications/${gets.length}`;
      response.write(`id: ${gets.length}\ndata: {"jsonrpc":"2.0","method":"${method}"}\n\n`);
      if (gets.length === 1) response.end(`data: {"jsonrpc":"2.0","id":1,"result":{}}\n\n`);
    });
    const { session, events } = open(url);
    const methods = await new Promise<string[]>((resolve) => {
      const heard: string[] = [];
      session.unattributed({
        notification: ({ method }) => {
          if (heard.push(method) === 2) resolve(heard);
        },
        request: () => {},
      });
      session.listen();
    });
    expect(methods).toEqual(['notifications/1', 'notifications/2']);
    expect(gets).toEqual([undefined, '1']);
    expect(events.map(({ detail }) => detail)).toEqual(['answered on a stream where nothing was asked']);
  });

  it('does not insist on a stream that the server does not have', async () => {
    const server = await counter();
    const { session } = open(server.url);
    session.listen();
    await textOf(call(session, 'echo'));
    await session.close();
    expect(server.received().toString('latin1').match(/^GET /gm)).toHaveLength(1);
  });

  it('fails what is under way when it is closed', async () => {
    const server = await hostile();
    const { session } = open(server.url('hang'));
    const heard = call(session, 'harm');
    await session.close();
    expect(await failureOf(heard)).toMatchObject({ code: 'upstream_unavailable' });
    expect(await failureOf(call(session, 'harm'))).toMatchObject({ code: 'upstream_unavailable', sent: false });
  });
});
