import { once } from 'node:events';
import { createServer, ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../kernel/index.ts';
import { DirectRequest } from './direct-request.ts';
import { readBody } from './read-body.ts';

/** What Node's parser still holds on to. */
type ParsedSocket = Socket & { readonly parser?: { readonly incoming: DirectRequest | null } };

const open: { close(): unknown }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

/**
 * A server whose handler reads bodies of up to a hundred bytes, and a client of it.
 *
 * @param begin what the handler waits for before it reads
 */
async function connected(begin: () => Promise<unknown> | undefined) {
  const requests: DirectRequest[] = [];
  const bodies: Promise<string>[] = [];
  const options = { IncomingMessage: DirectRequest, ServerResponse: ServerResponse<DirectRequest> };
  const answer = async (request: DirectRequest, response: ServerResponse<DirectRequest>): Promise<void> => {
    requests.push(request);
    const waits = begin();
    if (waits !== undefined) await waits;
    const length = request.headers['content-length'];
    const body = readBody(request, length, 100, response, false).then(
      (bytes) => bytes.toString(),
      (fault: Fault) => fault.code,
    );
    bodies.push(body);
    const text = await body;
    response.writeHead(200, { 'Content-Length': text.length }).end(text);
  };
  const server = createServer(options, (request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('latin1');
  open.push(server, { close: () => socket.destroy() });
  let heard = '';
  socket.on('data', (text: string) => {
    heard += text;
  });
  /** Until so many answers have come. */
  const answered = async (count: number): Promise<string[]> => {
    for (;;) {
      const bodyOf = heard
        .split('HTTP/1.1 ')
        .slice(1)
        .filter((each) => each.includes('\r\n\r\n'));
      if (bodyOf.length >= count) return bodyOf.map((each) => each.slice(each.indexOf('\r\n\r\n') + 4));
      await once(socket, 'data');
    }
  };
  return { socket, requests, bodies, answered };
}

const post = (more: string): string => `POST / HTTP/1.1\r\nHost: a\r\n${more}`;
const sized = (body: string): string => post(`Content-Length: ${body.length}\r\n\r\n${body}`);
const chunks = (...each: string[]): string =>
  post(
    `Transfer-Encoding: chunked\r\n\r\n${each.map((c) => `${c.length.toString(16)}\r\n${c}\r\n`).join('')}0\r\n\r\n`,
  );

describe.each([
  ['at once', () => undefined],
  ['once something else is known', () => turn()],
])('a body that is read %s', (_, begin) => {
  it('is what was sent, however it comes, and the next one on the connection is its own', async () => {
    const { socket, answered } = await connected(begin);
    socket.write(sized('one piece'));
    await answered(1);
    socket.write(post('Content-Length: 10\r\n\r\n'));
    await turn();
    socket.write('two ');
    await turn();
    socket.write('pieces');
    await answered(2);
    socket.write(chunks('in', 'chunks'));
    await answered(3);
    socket.write(sized(''));
    expect(await answered(4)).toEqual(['one piece', 'two pieces', 'inchunks', '']);
  });

  it('is let go of by Node once it is answered', async () => {
    const { socket, requests, answered } = await connected(begin);
    socket.write(sized('body'));
    await answered(1);
    await turn();
    const [request] = requests as [DirectRequest];
    expect(request.readableEnded).toBe(true);
    expect((request.socket as ParsedSocket).parser?.incoming).toBe(null);
  });

  it('may be more than is wanted', async () => {
    const { socket, answered } = await connected(begin);
    socket.write(chunks('x'.repeat(60), 'x'.repeat(60), 'x'));
    expect(await answered(1)).toEqual(['too_large']);
    await once(socket, 'close');
  });

  it('may break off', async () => {
    const { socket, requests, bodies } = await connected(begin);
    socket.write(post('Content-Length: 10\r\n\r\nhalf'));
    while (bodies.length === 0) await turn();
    await turn();
    socket.destroy();
    expect(await bodies[0]).toBe('bad_request');
    expect(requests[0]?.destroyed).toBe(true);
  });
});

it('leaves to Node what nobody takes', async () => {
  const options = { IncomingMessage: DirectRequest };
  const server = createServer(options, (_, response) => response.writeHead(200, { 'Content-Length': 2 }).end('ok'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setEncoding('latin1');
  open.push(server, { close: () => socket.destroy() });
  for (let n = 0; n < 3; n += 1) {
    socket.write(sized('not wanted'));
    expect((await once(socket, 'data')) as string[]).toEqual([expect.stringContaining('ok')]);
  }
});
