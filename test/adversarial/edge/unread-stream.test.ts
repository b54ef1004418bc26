/** What the API makes as it is read (an export, a tail) ends for whoever stops reading, like an answer that stood ready. */
import { afterEach, test } from 'vitest';
import { apiPlane } from '../../../src/control/api/api-plane.ts';
import { type FrontDoor, openFrontDoor } from '../../../src/edge/index.ts';
import { open } from './raw-client.ts';

let door: FrontDoor | undefined;
afterEach(async () => {
  await door?.close(0);
  door = undefined;
});

const piece = Buffer.alloc(64 * 1024, 'x');
const ask = 'GET /api/v1/calls/export HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** An API whose every answer goes on for so many pieces. */
async function openDoor(pieces: number, unreadMs: number) {
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  let made = 0;
  const fetch = async (): Promise<Response> =>
    new Response(
      new ReadableStream<Uint8Array>(
        {
          pull: (to) => {
            made += 1;
            if (made <= pieces) to.enqueue(piece);
            else to.close();
          },
          cancel: () => leave(),
        },
        { highWaterMark: 1 },
      ),
    );
  door = await openFrontDoor({ host: '127.0.0.1', port: 0, limits: { unreadMs } }, apiPlane({ fetch }));
  return { left, port: door.address.port };
}

test.each([1, 2])(
  'whoever reads nothing is left, and what makes it is told: request %i of a connection',
  async (asked) => {
    const { left, port } = await openDoor(Number.POSITIVE_INFINITY, 60);
    const socket = await open(port);
    socket.on('error', () => undefined).pause();
    socket.write(ask.repeat(asked));
    await left;
    socket.destroy();
  },
);

test('whoever reads slower than it is made keeps it to its end', async () => {
  const pieces = 400;
  const { port } = await openDoor(pieces, 2_000);
  const socket = await open(port);
  socket.write(ask);
  let length = 0;
  const { promise: whole, resolve } = Promise.withResolvers<void>();
  socket.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > pieces * piece.length) resolve();
    socket.pause();
    setImmediate(() => socket.resume());
  });
  await whole;
  socket.destroy();
});
