import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { type FrontDoor, openFrontDoor } from '../../edge/index.ts';
import { retryAfterMs, Shedding } from './shedding.ts';
import { callsATurn, patienceMs } from './waiting-line.ts';

let door: FrontDoor | undefined;
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await door?.close(0);
  vi.useRealTimers();
});

/** From here on nobody looks but when the test says so: who may go on has three looks' time, however slow the machine. */
function lookOnlyWhenTold(): void {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
}

/** Looks until it is answered. */
async function looking(answer: Promise<void>): Promise<void> {
  let answered = false;
  const over = answer.finally(() => {
    answered = true;
  });
  while (!answered) {
    vi.advanceTimersToNextTimer();
    for (let turn = 0; turn < 10; turn += 1) await nextTurn();
  }
  return over;
}

interface World {
  /** The gateway's clock, ms: it stands still by itself. */
  now: number;
  /** How many calls the grant could begin. */
  room: number;
  /** The thread has time to spare. */
  isIdle?: true;
}

/**
 * A front door that refuses everything at `/`, and takes what comes to `/free`.
 *
 * @param freely refusals a second
 * @param look is shown what is about to be refused
 */
async function open(world: World, freely: number, look: (response: ServerResponse) => void = () => {}): Promise<void> {
  const shedding = new Shedding(
    { monotonic: () => world.now },
    () => world.room,
    () => world.isIdle !== true,
    freely,
  );
  const accepts = ['text/plain'];
  door = await openFrontDoor({ host: '127.0.0.1', port: 0 }, [
    {
      method: 'POST',
      path: '/',
      accepts,
      handler: ({ response }) => {
        shedding.arrived(response, 'g');
        look(response);
        shedding.refuses(response, 'g');
        response.writeHead(429, { 'Content-Length': 0 }).end();
      },
    },
    {
      method: 'POST',
      path: '/served',
      accepts,
      handler: async (exchange) => {
        shedding.arrived(exchange.response, 'g');
        await exchange.body(2);
        exchange.response.writeHead(202, { 'Content-Length': 0 }).end();
        // What its call has left.
        world.room += 1;
        shedding.served(exchange.response, 'g');
        world.room -= 1;
      },
    },
    { method: 'POST', path: '/free', accepts, handler: ({ response }) => void response.writeHead(202).end() },
  ]);
}

/** @returns sends one request, and says when it is answered */
function line(path: string): () => Promise<void> {
  const socket = connect(door?.address.port ?? 0, '127.0.0.1');
  sockets.push(socket);
  const broken = new Promise<never>((_, reject) => socket.once('close', () => reject(new Error('it was closed'))));
  broken.catch(() => {});
  const request = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi`;
  return () => {
    socket.write(request);
    return Promise.race([broken, new Promise<void>((resolve) => socket.once('data', () => resolve()))]);
  };
}

/** Whether an answer comes while another connection is answered fifty times. */
async function isHeard(answer: Promise<void>): Promise<boolean> {
  const free = line('/free');
  const others = async (): Promise<boolean> => {
    for (let i = 0; i < 50; i += 1) await free();
    return false;
  };
  return Promise.race([answer.then(() => true), others()]);
}

test('a few refusals hold nobody back', async () => {
  await open({ now: 0, room: 0 }, 3);
  const ask = line('/');
  for (let i = 0; i < 3; i += 1) await ask();
});

test('beyond what costs nothing a connection is not heard before its time', async () => {
  const world = { now: 0, room: 0 };
  await open(world, 2);
  const ask = line('/');
  for (let i = 0; i < 3; i += 1) await ask();
  const fourth = ask();
  expect(await isHeard(fourth)).toBe(false);
  world.now = retryAfterMs - 1;
  expect(await isHeard(fourth)).toBe(false);
  world.now = retryAfterMs;
  await fourth;
});

test('nothing more is read of it from the moment that it is answered, whatever Node would read on', async () => {
  const isPaused: boolean[] = [];
  await open({ now: 0, room: 0 }, 0, (response) => {
    const { socket } = response.req;
    // Whoever is read on until the next immediate is read dozens of times where many have something to say.
    response.once('close', () => setImmediate(() => isPaused.push(socket.isPaused())));
    // What Node does once it has read a request to its end, however late that is.
    response.once('close', () => setImmediate(() => setImmediate(() => socket.resume())));
  });
  const ask = line('/');
  await ask();
  expect(await isHeard(ask())).toBe(false);
  expect(isPaused).toEqual([true]);
});

test('as soon as its grant may begin another call it is heard, those that have waited longest first', async () => {
  const world = { now: 0, room: 0 };
  await open(world, 0);
  const lines = [line('/'), line('/'), line('/')];
  const order: number[] = [];
  for (const ask of lines) await ask();
  const again = lines.map((ask, n) => ask().then(() => void order.push(n)));
  world.room = 1;
  await again[0];
  // What was heard is refused again in this world, and waits behind the others.
  await again[1];
  await again[2];
  expect(order).toEqual([0, 1, 2]);
});

test('a connection whose calls are served makes some in a row, and then stands behind those who have waited', async () => {
  lookOnlyWhenTold();
  const world = { now: 0, room: 0 };
  await open(world, 0);
  const [first, second, served] = [line('/'), line('/'), line('/served')];
  await first();
  await second();
  const waiting = [first(), second()];
  for (let made = 1; made < callsATurn; made += 1) await served();
  expect(await isHeard(Promise.race(waiting))).toBe(false);
  await served();
  await waiting[0];
  const next = served();
  // The first of them was refused again, and stands behind the second and the one that was served.
  expect(await isHeard(Promise.race([next, ...waiting.slice(1)]))).toBe(false);
  world.room = 1;
  await looking(Promise.all([waiting[1], next]).then(() => {}));
});

test('while the thread has time to spare one call is a turn', async () => {
  const world: World = { now: 0, room: 0, isIdle: true };
  await open(world, 0);
  const [first, served] = [line('/'), line('/served')];
  await first();
  const waiting = first();
  await served();
  await waiting;
});

test('its turn is over sooner where somebody has waited for long', async () => {
  lookOnlyWhenTold();
  const world = { now: 0, room: 0 };
  await open(world, 0);
  const [first, served] = [line('/'), line('/served')];
  await first();
  const waiting = first();
  await served();
  expect(await isHeard(waiting)).toBe(false);
  world.now = patienceMs;
  await served();
  await waiting;
});

test('whoever is served while nobody waits is heard at once', async () => {
  await open({ now: 0, room: 0 }, 0);
  const served = line('/served');
  for (let i = 0; i < 3; i += 1) await served();
});

test('who was refused for something else than calls under way waits for the end of its time', async () => {
  const world = { now: 0, room: 1 };
  await open(world, 0);
  const ask = line('/');
  await ask();
  const second = ask();
  expect(await isHeard(second)).toBe(false);
  world.now = retryAfterMs;
  await second;
});
