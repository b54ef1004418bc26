import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Exchange } from '../../edge/index.ts';
import { byteText } from '../../kernel/index.ts';
import { negotiate } from '../../protocol/index.ts';
import { ClientEnd } from '../client-end.ts';
import { HttpReply } from './http-reply.ts';

/** A response whose client is there; `leave` makes it go. */
async function response(): Promise<{
  response: ServerResponse;
  leave: () => Promise<void>;
  /** Reads until something has come. */
  text: (until: string) => Promise<string>;
}> {
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
  const text = (until: string): Promise<string> => {
    let all = '';
    return new Promise((resolve) => {
      client.on('data', (chunk) => {
        all += chunk.toString();
        if (all.includes(until)) resolve(all);
      });
    });
  };
  return { response, leave, text };
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

describe('an answer in parts', () => {
  const parts = [Buffer.from('{"a":"'), Buffer.alloc(3_000_000, 'x'), Buffer.from('"}')];

  it('goes out as what it is together, and says when it was sent', async () => {
    const { response: on, text } = await response();
    const sent = Promise.withResolvers<void>();
    replyOn(on).end(parts, 200, sent.resolve);
    const [head, body] = (await text('"}')).split('\r\n\r\n');
    expect(head?.toLowerCase()).toContain('content-length: 3000008');
    expect(body === Buffer.concat(parts).toString()).toBe(true);
    await sent.promise;
  });

  it('is a copy where it is short: whoever made it is done with the bytes at once', async () => {
    const { response: on, text } = await response();
    const said: string[] = [];
    replyOn(on).end(byteText('{"é":1}'), 200, () => said.push('sent'));
    expect(said).toEqual(['sent']);
    expect(await text('}')).toMatch(/content-length: 8\r\n.*\r\n\r\n\{"é":1\}$/is);
  });

  it('is not said to have been sent to a client that has left', async () => {
    const { response: on, leave } = await response();
    const said: string[] = [];
    // More than sockets take at once.
    const much = [...parts, Buffer.alloc(16_000_000, ' ')];
    replyOn(on).end(much, 200, () => said.push('sent'));
    await leave();
    expect(said).toEqual([]);
  });

  it('is copied into a stream, and into what such a stream can be resumed from', async () => {
    for (const resumable of [false, true]) {
      const { response: on, text } = await response();
      const reply = replyOn(on);
      if (resumable) reply.resumableIn({ end: new ClientEnd(false), revision: negotiate('2025-11-25') });
      reply.wait();
      const said: string[] = [];
      const own = [Buffer.from('{"b":'), Buffer.from('"y"}')];
      reply.end(own, 200, () => said.push('sent'));
      for (const part of own) part.fill('!');
      expect(said).toEqual(['sent']);
      expect(await text('data: {"b":"y"}\n\n')).toContain('text/event-stream');
    }
  });
});
