import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { call, failureOf, textOf } from '../../../test/support/upstreams/hearing.ts';
import { listening } from '../../../test/support/upstreams/listening.ts';
import { manualClock } from '../../kernel/index.ts';
import { openUpstream } from '../open.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The answers that wait to be let go. */
const held: (() => void)[] = [];

const answering: RequestListener = (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { id, params } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const answer = (): void => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: 'here' }] } }));
    };
    if (params.name === 'hold') held.push(answer);
    else answer();
  });
};

async function serve(listener: RequestListener, port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer(listener);
  const at = await listening(server, port);
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { server, port: at };
}

async function open(port: number, maxConcurrency?: number) {
  const clock = manualClock();
  const upstream = await openUpstream(
    {
      slug: 'remote',
      transport: 'http',
      url: `http://127.0.0.1:${port}/mcp`,
      headers: new Map(),
      allowPrivate: true,
      timeouts: { connectMs: 5_000, firstByteMs: 60_000, idleMs: 60_000 },
      caps: { bytes: 1e6, depth: 64, nodes: 1e5, response: 1e6 },
      maxConcurrency,
      pinned: true,
      trusted: false,
    },
    { clock, log: () => {} },
  );
  closing.push(() => upstream.close());
  return { clock, upstream, session: upstream.open() };
}

/** A port on which nobody listens. */
async function nobody(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it('leaves a server alone that cannot be reached, and finds out when it is back', async () => {
  const port = await nobody();
  const { clock, upstream, session } = await open(port);
  for (let i = 0; i < 5; i += 1) {
    expect(await failureOf(call(session, 'echo'))).toMatchObject({ code: 'upstream_unavailable', sent: false });
  }
  expect(await failureOf(call(session, 'echo'))).toMatchObject({ code: 'upstream_unavailable', retryAfterMs: 1000 });
  await expect(upstream.era('modern')).rejects.toMatchObject({ code: 'upstream_unavailable', retryAfterMs: 1000 });
  expect(upstream.health()).toMatchObject({ state: 'down' });
  await serve(answering, port);
  expect(await failureOf(call(session, 'echo'))).toMatchObject({ retryAfterMs: 1000 });
  clock.advance(1000);
  expect(await textOf(call(session, 'echo'))).toBe('here');
  expect(await textOf(call(session, 'echo'))).toBe('here');
});

it('does not mind what a server that is there answers', async () => {
  const { port } = await serve((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(500).end());
  });
  const { session } = await open(port);
  for (let i = 0; i < 12; i += 1) {
    expect(await failureOf(call(session, 'echo'))).toMatchObject({ status: 500 });
  }
});

it('has no more requests under way than the server may have, and says when it has none', async () => {
  const { port } = await serve(answering);
  const { upstream, session } = await open(port, 2);
  const two = [call(session, 'hold'), call(session, 'hold')];
  expect(await failureOf(call(session, 'echo'))).toMatchObject({ code: 'overloaded', sent: false });
  let quiet = false;
  const waiting = upstream.quiet?.(600_000).then(() => {
    quiet = true;
  });
  await expect.poll(() => held.length).toBe(2);
  expect(quiet).toBe(false);
  for (const answer of held.splice(0)) answer();
  for (const one of two) expect(await textOf(one)).toBe('here');
  await waiting;
  expect(await textOf(call(session, 'echo'))).toBe('here');
});
