import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { type Exchange, type FrontDoor, openFrontDoor } from '../../../src/edge/index.ts';
import { get, openTestDoor, post, type TestDoor } from './door.ts';
import { codeOf, exchangeRaw, open, statuses } from './raw-client.ts';

let at: TestDoor | undefined;
let own: FrontDoor | undefined;
afterEach(async () => {
  await at?.door.close(0);
  await own?.close(0);
  at = undefined;
  own = undefined;
});

const quick = { headersMs: 60, bodyMs: 120, idleMs: 60, checkMs: 20 };
/** Node cuts off by whichever time is over first: each is tried where no other one would, however long a test may take. */
const quickHeaders = { ...quick, bodyMs: 600_000, idleMs: 600_000 };
const quickBody = { ...quick, idleMs: 600_000 };
const quickIdle = { ...quick, headersMs: 600_000, bodyMs: 600_000 };

describe('B69: slow clients lose their connection; the tests wait for nothing else', () => {
  test('nothing sent at all', async () => {
    at = await openTestDoor({ limits: quickHeaders });
    expect(statuses(await exchangeRaw(at.port, '', false))).toEqual([408]);
  });
  test('headers that never end', async () => {
    at = await openTestDoor({ limits: quickHeaders });
    const answer = await exchangeRaw(at.port, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-A: ', false);
    expect(statuses(answer)).toEqual([408]);
    expect(codeOf(answer)).toBe('bad_request');
    expect(at.refusals).toMatchObject([{ code: 'bad_request', address: '127.0.0.1' }]);
  });
  test('headers byte by byte are no excuse', async () => {
    at = await openTestDoor({ limits: quickHeaders });
    const socket = await open(at.port);
    const drip = setInterval(() => socket.write('X'), 5);
    socket.on('error', () => undefined).resume();
    await once(socket, 'close');
    clearInterval(drip);
    expect(at.seen).toEqual([]);
  });
  test('a body that never ends', async () => {
    at = await openTestDoor({ limits: quickBody });
    const answer = await exchangeRaw(at.port, post([], 'x'.repeat(100)).slice(0, -50), false);
    expect(statuses(answer)).toEqual([408]);
    expect(at.seen).toEqual([]);
  });
  test('a connection that stays idle after an answer', async () => {
    at = await openTestDoor({ limits: quickIdle });
    const answer = await exchangeRaw(at.port, get().replace('Connection: close', 'Connection: keep-alive'), false);
    expect(statuses(answer)).toEqual([200]);
  });
  test('a slow answer is not a slow client', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    own = await openFrontDoor({ host: '127.0.0.1', port: 0, limits: quick }, [
      {
        method: 'GET',
        path: '/healthz',
        handler: async ({ response }) => {
          await released;
          response.end('late');
        },
      },
    ]);
    const answer = exchangeRaw(own.address.port, get(), false);
    // A connection that came later and was cut for being slow proves that the time-outs have been looked at.
    expect(statuses(await exchangeRaw(own.address.port, '', false))).toEqual([408]);
    release();
    expect(statuses(await answer)).toEqual([200]);
  });
  test.each([
    ['on a connection of its own', 0],
    ['behind another one', 1],
  ])('an answer that is not read: %s', async (_what, others) => {
    const { promise: ended, resolve } = Promise.withResolvers<boolean>();
    own = await openFrontDoor({ host: '127.0.0.1', port: 0, limits: { ...quick, unreadMs: 60 } }, [
      { method: 'GET', path: '/healthz', handler: ({ response }) => void setImmediate(() => response.end('soon')) },
      {
        method: 'GET',
        path: '/large',
        handler: ({ response }) => {
          response.once('close', () => resolve(response.writableFinished));
          response.end('x'.repeat(32 * 1024 * 1024));
        },
      },
    ]);
    const socket = await open(own.address.port);
    socket.on('error', () => undefined).pause();
    const asked = [...Array<string>(others).fill('/healthz'), '/large'];
    socket.write(asked.map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join(''));
    expect(await ended).toBe(false);
    socket.destroy();
  });
  test('one that is read is no such answer, nor is one behind it that takes long to be made', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    // So long nothing may be taken, on a machine that others keep busy, while it is read.
    const unreadMs = 1_000;
    own = await openFrontDoor({ host: '127.0.0.1', port: 0, limits: { ...quick, unreadMs } }, [
      { method: 'GET', path: '/large', handler: ({ response }) => void response.end('x'.repeat(8 * 1024 * 1024)) },
      {
        method: 'GET',
        path: '/healthz',
        handler: async ({ response }) => {
          await released;
          response.end('late');
        },
      },
    ]);
    const answer = exchangeRaw(own.address.port, `${get([], '/large').replace('close', 'keep-alive')}${get()}`, false);
    // Connections that came later and were cut for being slow prove that the time that an unread answer has is over.
    const from = performance.now();
    while (performance.now() - from < 1.5 * unreadMs) {
      expect(statuses(await exchangeRaw(own.address.port, '', false))).toEqual([408]);
    }
    release();
    expect(statuses(await answer)).toEqual([200, 200]);
  });
});

describe('bodies', () => {
  test('too large by its own word: refused before it is sent, and never asked for', async () => {
    at = await openTestDoor();
    const head = post(['Expect: 100-continue'], 'x'.repeat(2000)).split('\r\n\r\n')[0];
    const answer = await exchangeRaw(at.port, `${head}\r\n\r\n`, false);
    expect(statuses(answer)).toEqual([413]);
    expect(codeOf(answer)).toBe('too_large');
  });
  test('within the cap: asked for, then read', async () => {
    at = await openTestDoor();
    expect(statuses(await exchangeRaw(at.port, post(['Expect: 100-continue'])))).toEqual([100, 200]);
    expect(at.seen).toMatchObject([{ body: '{}' }]);
  });
  test('too large without a word: cut off at the cap', async () => {
    at = await openTestDoor();
    const head = post().split('Content-Length')[0];
    const chunk = `400\r\n${'x'.repeat(1024)}\r\n`;
    const answer = await exchangeRaw(
      at.port,
      `${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(100)}0\r\n\r\n`,
      false,
    );
    expect(statuses(answer)).toEqual([413]);
    expect(at.seen).toEqual([]);
  });
  test('exactly the cap is read, one byte more is not', async () => {
    at = await openTestDoor();
    expect(statuses(await exchangeRaw(at.port, post([], 'x'.repeat(1024))))).toEqual([200]);
    expect(statuses(await exchangeRaw(at.port, post([], 'x'.repeat(1025))))).toEqual([413]);
  });
  test('in many chunks: put together', async () => {
    at = await openTestDoor();
    const head = post().split('Content-Length')[0];
    await exchangeRaw(at.port, `${head}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n3\r\n"a"\r\n3\r\n:1}\r\n0\r\n\r\n`);
    expect(at.seen).toMatchObject([{ body: '{"a":1}' }]);
  });
  test('broken off: the handler learns of it', async () => {
    const failure = Promise.withResolvers<unknown>();
    const handler = async (exchange: Exchange) => {
      await exchange.body(100).catch(failure.resolve);
    };
    own = await openFrontDoor({ host: '127.0.0.1', port: 0 }, [
      { method: 'POST', path: '/mcp/:server', accepts: ['application/json'], handler },
    ]);
    const socket = await open(own.address.port);
    socket.write(post([], 'x'.repeat(50)).slice(0, -10), () => socket.destroy());
    expect(await failure.promise).toMatchObject({ code: 'bad_request' });
  });
});

describe('connections', () => {
  test('one address cannot have more than its share, and gets it back', async () => {
    at = await openTestDoor({ limits: { connectionsPerAddress: 2 } });
    const [first] = [await open(at.port), await open(at.port)];
    expect(await exchangeRaw(at.port, get())).toBe('');
    first.destroy();
    let answer = '';
    // The other side hears of the end a moment later; until then it refuses.
    while (answer === '') answer = await exchangeRaw(at.port, get());
    expect(statuses(answer)).toEqual([200]);
  });
  test('a trusted proxy has no share, for it speaks for many', async () => {
    at = await openTestDoor({ limits: { connectionsPerAddress: 1 }, trustedProxies: ['127.0.0.0/8'] });
    await open(at.port);
    expect(statuses(await exchangeRaw(at.port, get()))).toEqual([200]);
  });
  test('close lets what is under way end, and cuts off what does not', async () => {
    const { promise: entered, resolve: enter } = Promise.withResolvers<Exchange>();
    own = await openFrontDoor({ host: '127.0.0.1', port: 0 }, [
      { method: 'GET', path: '/healthz', handler: (e) => enter(e) },
    ]);
    const ended = exchangeRaw(own.address.port, get().replace('Connection: close', 'Connection: keep-alive'), false);
    const { response } = await entered;
    const closed = own.close(60_000);
    response.end('done');
    expect(statuses(await ended)).toEqual([200]);
    await closed;
  });
  test('close does not wait for those on which nothing was asked yet', async () => {
    at = await openTestDoor({ limits: { headersMs: 3_600_000, bodyMs: 3_600_000 } });
    const ahead = await open(at.port);
    // Whoever has an answer came after it.
    await exchangeRaw(at.port, get());
    const ended = once(ahead, 'close');
    await at.door.close(3_600_000);
    ahead.resume();
    await ended;
  });
  test('a client that leaves is heard of once; one that stays is not', async () => {
    const gone = Promise.withResolvers<string>();
    let calls = 0;
    own = await openFrontDoor({ host: '127.0.0.1', port: 0 }, [
      {
        method: 'GET',
        path: '/wait',
        handler: (exchange) => exchange.onAbort(() => gone.resolve(`${++calls} ${exchange.path}`)),
      },
      {
        method: 'GET',
        path: '/healthz',
        handler: (exchange) => {
          exchange.onAbort(() => gone.resolve('wrong'));
          exchange.response.end();
        },
      },
    ]);
    await exchangeRaw(own.address.port, get());
    const socket = await open(own.address.port);
    socket.write(get([], '/wait'), () => socket.destroy());
    expect(await gone.promise).toBe('1 /wait');
  });
});

test('a handler that fails is told to the operator, not to the client', async () => {
  const told: unknown[] = [];
  const handler = () => Promise.reject(new Error('the inside'));
  own = await openFrontDoor({ host: '127.0.0.1', port: 0, onError: (...what) => told.push(what) }, [
    { method: 'GET', path: '/healthz', handler },
  ]);
  const answer = await exchangeRaw(own.address.port, get());
  expect(statuses(answer)).toEqual([500]);
  expect(answer).not.toContain('inside');
  expect(told).toMatchObject([[{ message: 'the inside' }, '/healthz']]);
});
