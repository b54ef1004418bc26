/**
 * Large calls and answers, many at a time, whose memory is used again and again: each is its own to the byte, whoever is
 * slow, leaves in the middle, or answers before it has read.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession, type RawSession } from '../support/gateway/raw-session.ts';
import { open } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { listening } from '../support/upstreams/listening.ts';

const digest = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

/** A text that no other call has, with characters of every length. */
function textOf(seed: number, length: number): string {
  return `${seed}·é€😀 `.repeat(Math.ceil(length / 12));
}

/** What the server has read of calls, by the `n` in their arguments. */
const read = new Map<number, string>();
/** Says of a call what came, and says it back; early ones before they have come to their end. */
const server = createServer((request: IncomingMessage, response: ServerResponse) => void answer(request, response));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  let isAnswered = false;
  const say = (id: string, result: unknown): void => {
    isAnswered = true;
    const body = Buffer.from(`{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify(result)}}`);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  };
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    const head = chunks[0]?.toString('latin1', 0, 300) ?? '';
    if (!isAnswered && head.includes('"early":true')) say(/"id":(\d+)/.exec(head)?.[1] ?? '', { content: [] });
  }
  const body = Buffer.concat(chunks);
  if (body.length === 0) {
    response.writeHead(405).end();
    return;
  }
  const message = JSON.parse(body.toString()) as {
    id?: number;
    method: string;
    params?: { arguments?: { n: number; text: string } };
  };
  const { id, method, params } = message;
  if (params?.arguments !== undefined) read.set(params.arguments.n, params.arguments.text);
  if (isAnswered) return;
  if (id === undefined) response.writeHead(202).end();
  else if (method === 'initialize') {
    const serverInfo = { name: 'large', version: '1' };
    say(String(id), { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo });
  } else if (method === 'tools/list') {
    say(String(id), { tools: [{ name: 'echo', inputSchema: { type: 'object' } }] });
  } else {
    const text = params?.arguments?.text ?? '';
    say(String(id), { content: [{ type: 'text', text }], _meta: { digest: digest(text) } });
  }
}

let gateway: TestGateway;
beforeAll(async () => {
  const url = `http://127.0.0.1:${await listening(server)}/mcp`;
  gateway = await startGateway({
    servers: { large: { url, allowPrivate: true } },
    policies: { open, looks: { version: '1', default: 'allow', tools: { echo: { deny_if: [looksAtText] } } } },
    grants: { open: { large: 'open' }, looks: { large: 'looks' } },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  server.closeAllConnections();
  server.close();
}, 60_000);

/** Nothing that these texts have: every one of them is looked at to its end. */
const looksAtText = { conditions: [{ path: 'args.text', op: 'contains', value: 'forbidden words' }] };

const callOf = (id: number, n: number, text: string, more = ''): string =>
  `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"echo","arguments":{${more}"n":${n},"text":${JSON.stringify(text)}}}}`;

interface Answered {
  readonly id: number;
  readonly result: {
    readonly content: readonly { readonly text: string }[];
    readonly _meta: { readonly digest: string };
  };
}

it.each(['open', 'looks'])('each call and each answer is its own, under a policy that is %s', async (grant) => {
  const sessions = await Promise.all(
    Array.from({ length: 6 }, () => openSession(gateway.url('large'), gateway.token(grant))),
  );
  const one = async (session: RawSession, line: number): Promise<void> => {
    for (let turn = 0; turn < 4; turn += 1) {
      const n = line * 1000 + turn;
      const text = textOf(n, 40_000 + ((n * 7_919) % 500_000));
      const { id, result } = JSON.parse((await session.send(callOf(n, n, text))).text) as Answered;
      expect([id, result._meta.digest, digest(result.content[0]?.text ?? '')]).toEqual([n, digest(text), digest(text)]);
    }
  };
  await Promise.all(sessions.map(one));
});

it('what a policy forbids in a large text is refused wherever it stands', async () => {
  const session = await openSession(gateway.url('large'), gateway.token('looks'));
  const text = `${textOf(1, 300_000)}forbidden words${textOf(2, 100)}`;
  const { text: said } = await session.send(callOf(1, 77_777, text));
  expect(JSON.parse(said)).toHaveProperty('result.isError', true);
  expect(read.has(77_777)).toBe(false);
});

it('a server that answers before it has read gets what was judged, and nothing of another call', async () => {
  const session = await openSession(gateway.url('large'), gateway.token('open'));
  const texts = Array.from({ length: 4 }, (_, i) => textOf(50_000 + i, 1_500_000));
  const other = async (): Promise<void> => {
    for (let i = 0; i < 10; i += 1) {
      const text = textOf(60_000 + i, 200_000);
      const { result } = JSON.parse((await session.send(callOf(60_000 + i, 60_000 + i, text))).text) as Answered;
      expect(result._meta.digest).toBe(digest(text));
    }
  };
  const early = texts.map(async (text, i) => {
    const { text: said } = await session.send(callOf(50_000 + i, 50_000 + i, text, '"early":true,'));
    expect(JSON.parse(said)).toMatchObject({ id: 50_000 + i, result: { content: [] } });
  });
  await Promise.all([...early, other()]);
  await expect.poll(() => texts.every((text, i) => read.get(50_000 + i) === text), { timeout: 20_000 }).toBe(true);
});

it('clients that are slow, or leave in the middle, change nothing of what others get', async () => {
  const session = await openSession(gateway.url('large'), gateway.token('open'));
  const url = new URL(gateway.url('large'));
  /** Sends a call, and reads nothing until it is told to. */
  const slow = (n: number): { readonly leave: () => void; readonly all: () => Promise<string> } => {
    const socket = connect(Number(url.port), url.hostname);
    socket.on('error', () => {});
    socket.pause();
    const body = Buffer.from(callOf(n, n, textOf(n, 900_000)));
    const head = [
      `POST ${url.pathname} HTTP/1.1`,
      `Host: ${url.host}`,
      `Authorization: Bearer ${gateway.token('open')}`,
      'Content-Type: application/json',
      'Accept: application/json, text/event-stream',
      `Mcp-Session-Id: ${session.id}`,
      'MCP-Protocol-Version: 2025-11-25',
      `Content-Length: ${body.length}`,
      'Connection: close',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(body);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.pause();
    return {
      leave: () => socket.destroy(),
      all: async () => {
        socket.resume();
        await once(socket, 'end');
        return Buffer.concat(chunks).toString();
      },
    };
  };
  const slows = Array.from({ length: 6 }, (_, i) => slow(70_000 + i));
  await expect.poll(() => slows.every((_, i) => read.has(70_000 + i)), { timeout: 20_000 }).toBe(true);
  for (let i = 0; i < 10; i += 1) {
    const text = textOf(80_000 + i, 900_000);
    const { result } = JSON.parse((await session.send(callOf(80_000 + i, 80_000 + i, text))).text) as Answered;
    expect(result._meta.digest).toBe(digest(text));
    if (i === 4) for (const { leave } of slows.slice(0, 3)) leave();
  }
  for (const [i, { all }] of slows.entries()) {
    if (i < 3) continue;
    const [, body = ''] = (await all()).split('\r\n\r\n');
    const { id, result } = JSON.parse(body) as Answered;
    const text = textOf(70_000 + i, 900_000);
    expect([id, digest(result.content[0]?.text ?? '')]).toEqual([70_000 + i, digest(text)]);
  }
}, 60_000);
