import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../edge/index.ts';
import { HttpReply } from './http-reply.ts';

/** A response whose client is there; `leave` makes it go. */
async function response(): Promise<{ response: ServerResponse; leave: () => Promise<void> }> {
  const asked = Promise.withResolvers<ServerResponse>();
  const server = createServer((_, response) => asked.resolve(response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => {});
  client.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
  const response = await asked.promise;
  closers.push(() => {
    client.destroy();
    server.close();
  });
  const leave = async (): Promise<void> => {
    const closed = once(response, 'close');
    client.destroy();
    await closed;
  };
  return { response, leave };
}
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const replyOn = (response: ServerResponse): HttpReply =>
  new HttpReply({ response, header: () => undefined } as Pick<Exchange, 'response' | 'header'> as Exchange);

describe('a client that leaves', () => {
  it('is noticed', async () => {
    const { response: on, leave } = await response();
    const gone: string[] = [];
    replyOn(on).onGone(() => gone.push('gone'));
    await leave();
    expect(gone).toEqual(['gone']);
  });

  it('is noticed by whoever asks only after it has left', async () => {
    const { response: on, leave } = await response();
    await leave();
    const gone: string[] = [];
    replyOn(on).onGone(() => gone.push('gone'));
    expect(gone).toEqual(['gone']);
  });

  it('is told nothing more', async () => {
    const { response: on, leave } = await response();
    const reply = replyOn(on);
    expect(reply.message(Buffer.from('{}'))).toBe(true);
    await leave();
    expect(reply.message(Buffer.from('{}'))).toBe(false);
    reply.close();
  });

  it('has not left when it has its answer', async () => {
    const { response: on } = await response();
    const reply = replyOn(on);
    const closed = once(on, 'close');
    reply.end(Buffer.from('{}'), 200);
    await closed;
    const gone: string[] = [];
    reply.onGone(() => gone.push('gone'));
    expect(gone).toEqual([]);
  });
});
