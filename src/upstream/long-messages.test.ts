import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { fixtureServer } from '../../test/support/upstreams/fixture-server.ts';
import { ask, call, failureOf } from '../../test/support/upstreams/hearing.ts';
import { listening } from '../../test/support/upstreams/listening.ts';
import { anchoredClock } from '../kernel/index.ts';
import { noCaps } from '../protocol/index.ts';
import { openUpstream, type Upstream } from './index.ts';
import { whenRead } from './when-read.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** So many numbers that they are read in slices: two bytes each. */
const many = 1_000_000;
const log = (data: string): string =>
  `{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":${data}}}`;
const long = log(`[${'1,'.repeat(many)}1]`);
const answer = (id: string): string =>
  `{"jsonrpc":"2.0","id":${id},"result":{"content":[],"many":[${'1,'.repeat(many)}1]}}`;
const broken = (id: string): string => answer(id).replace('1]', '1');
const event = (data: string): string => `event: message\ndata: ${data}\n\n`;

async function idOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return /"id":(\d+)/.exec(text)?.[1] ?? '';
}

async function opened(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  path = '/',
): Promise<Upstream> {
  const server = createServer((request, response) => void handle(request, response));
  const url = `http://127.0.0.1:${await listening(server)}${path}`;
  closing.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  const config = { ...fixtureServer, transport: 'http', url, headers: new Map(), allowPrivate: true } as const;
  const upstream = await openUpstream(config, { clock: anchoredClock(), log: () => {} });
  closing.push(() => upstream.close());
  return upstream;
}

/** A server that says all of it at once, and then is silent or gone. */
const servers = {
  HTTP: () =>
    opened(async (request, response) => {
      const id = await idOf(request);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(event(long) + event(log('2')) + event(answer(id)));
    }),
  'HTTP+SSE': async () => {
    let stream: ServerResponse | undefined;
    const upstream = await opened(async (request, response) => {
      const id = await idOf(request);
      if (request.method === 'GET') {
        stream = response.writeHead(200, { 'content-type': 'text/event-stream' });
        stream.write('event: endpoint\ndata: /\n\n');
      } else if (stream === undefined) response.writeHead(405).end();
      else {
        response.writeHead(202).end();
        stream.write(event(long) + event(log('2')) + event(answer(id)));
      }
    });
    expect(await upstream.era('modern')).toBe('legacy');
    return upstream;
  },
  stdio: async () => {
    const script = `process.stdin.once('data', (line) => {
      const { id } = JSON.parse(line);
      const many = '[' + '1,'.repeat(${many}) + '1]';
      const log = (data) => '{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":' + data + '}}';
      const text = [log(many), log('2'), '{"jsonrpc":"2.0","id":' + id + ',"result":{"content":[],"many":' + many + '}}', ''].join('\\n');
      process.stdout.write(text, () => process.exit(0));
    });`;
    const more = { env: new Map<string, string>(), cwd: undefined, shared: false, runAs: undefined };
    const config = {
      ...fixtureServer,
      ...more,
      transport: 'stdio',
      command: [process.execPath, '-e', script],
    } as const;
    const upstream = await openUpstream(config, { clock: anchoredClock(), log: () => {} });
    closing.push(() => upstream.close());
    return upstream;
  },
} as const;

describe('messages that are read in slices', () => {
  it.each(Object.entries(servers))('over %s, what comes behind them is heard behind them', async (_, open) => {
    const session = (await open()).open('legacy');
    const asked = call(session, 'any');
    expect(await asked.end).toMatchObject({ answer: { result: { content: [] } } });
    expect(asked.messages.map(({ length }) => length)).toEqual([long.length, log('2').length]);
    expect(asked.ends()).toBe(1);
  });

  it.each([
    ['an answer', answer],
    ['one that is none', broken],
  ])('as the body of a response: %s', async (what, body) => {
    const upstream = await opened(async (request, response) => {
      const text = body(await idOf(request));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length }).end(text);
    });
    const asked = call(upstream.open('legacy'), 'any');
    if (what === 'an answer') expect(await asked.end).toMatchObject({ answer: { result: { content: [] } } });
    else expect(await failureOf(asked)).toMatchObject({ code: 'upstream_invalid', cause: 'unexpected character' });
    expect(asked.ends()).toBe(1);
  });

  it('whoever has lost interest meanwhile hears nothing of them', async () => {
    let answered = (): void => {};
    const upstream = await opened(async (request, response) => {
      const text = answer(await idOf(request));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
      response.end(text, () => answered());
    });
    const session = upstream.open('modern');
    const sent = new Promise<void>((resolve) => {
      answered = resolve;
    });
    const asked = ask(session, 'tools/call', {}, { method: 'tools/call' });
    await sent;
    asked.pending.cancel();
    expect(await call(upstream.open('legacy'), 'any').end).toHaveProperty('answer');
    expect(asked.ends()).toBe(0);
  });

  it('others have their turns while one is read', async () => {
    let taken = 0;
    let turns = 0;
    const bytes = Buffer.from(log(`[${'1,'.repeat(4 * many)}1]`));
    const taking = whenRead(bytes, noCaps, ({ kind }) => {
      expect(kind).toBe('notification');
      taken += 1;
    });
    expect([taking instanceof Promise, taken]).toEqual([true, 0]);
    for (; taken === 0; turns += 1) await turn();
    await taking;
    expect(turns).toBeGreaterThan(1);
    const atOnce = whenRead(Buffer.from(log('1')), noCaps, () => {
      taken += 1;
    });
    expect([atOnce, taken]).toEqual([undefined, 2]);
  });
});
