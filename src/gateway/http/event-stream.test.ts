import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listening } from '../../../test/support/upstreams/listening.ts';
import { beginStream, type EventStream } from './event-stream.ts';

const closing: (() => void)[] = [];

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => {
  for (const close of closing.splice(0)) close();
  vi.useRealTimers();
});

/** A stream and its reader, over a real connection. */
async function opened(
  grantId?: string,
): Promise<{ stream: EventStream; answer: IncomingMessage; response: ServerResponse }> {
  const begun = Promise.withResolvers<{ stream: EventStream; response: ServerResponse }>();
  const server = createServer((_request, response) =>
    begun.resolve({ stream: beginStream(response, grantId), response }),
  );
  const port = await listening(server);
  const answer = await new Promise<IncomingMessage>((resolve) => get({ host: '127.0.0.1', port }, resolve));
  closing.push(() => {
    answer.destroy();
    server.closeAllConnections();
    server.close();
  });
  answer.setEncoding('utf8');
  return { ...(await begun.promise), answer };
}

function next(answer: IncomingMessage): Promise<string> {
  return new Promise((resolve) => answer.once('data', (text: string) => resolve(text)));
}

describe('an open stream', () => {
  it('is told to be no thing for proxies to buffer', async () => {
    const { answer } = await opened();
    expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  });

  it('says something every 15 seconds, and nothing after its end', async () => {
    const { stream, answer } = await opened();
    const first = next(answer);
    vi.advanceTimersByTime(15_000);
    expect(await first).toBe(': keep-alive\n\n');
    stream.end();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has no timer left when the client is gone, and says so', async () => {
    const { stream, answer, response } = await opened();
    const closed = new Promise((resolve) => response.once('close', resolve));
    answer.destroy();
    await closed;
    expect(vi.getTimerCount()).toBe(0);
    expect(stream.send(Buffer.from('{}'))).toBe(false);
  });

  it('lets a client go that does not read, instead of keeping everything for it', async () => {
    const { stream, answer } = await opened();
    answer.pause();
    const message = Buffer.from(JSON.stringify({ data: 'x'.repeat(2 ** 20) }));
    let sent = 0;
    while (stream.send(message) && sent < 100) sent += 1;
    expect(sent).toBeLessThan(100);
  });

  it('lets go, where too much waits for all streams of a grant, the one that most waits for, and none of another', async () => {
    const other = await opened('other');
    const many = await Promise.all(Array<string>(12).fill('g').map(opened));
    for (const { answer } of [other, ...many]) answer.pause();
    const message = Buffer.alloc(8 * 2 ** 20, 'x');
    expect(other.stream.send(message)).toBe(true);
    const waiting = (): number =>
      many.reduce((sum, { response }) => sum + (response.destroyed ? 0 : response.writableLength), 0);
    for (const { stream } of many) {
      // Each is within its own cap, and new: it is others that have left theirs unread.
      expect(stream.send(message)).toBe(true);
      expect(waiting()).toBeLessThanOrEqual(40 * 2 ** 20 + 1024);
    }
    expect(many.some(({ response }) => response.destroyed)).toBe(true);
    expect(other.response.destroyed).toBe(false);
  });

  it('has room again when a client has read', async () => {
    const all = await Promise.all(Array<string>(12).fill('g').map(opened));
    const message = Buffer.alloc(8 * 2 ** 20, 'x');
    for (const { stream, answer, response } of all) {
      answer.pause();
      expect(stream.send(message)).toBe(true);
      if (!response.writableNeedDrain) continue;
      const drained = new Promise((resolve) => response.once('drain', resolve));
      answer.on('data', () => {});
      answer.resume();
      await drained;
    }
    expect(all.filter(({ response }) => response.destroyed)).toEqual([]);
  });
});
