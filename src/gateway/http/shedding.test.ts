import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type FrontDoor, openFrontDoor } from '../../edge/index.ts';
import { retryAfterMs, Shedding } from './shedding.ts';

let door: FrontDoor | undefined;
afterEach(() => door?.close(0));

/** Sends one request after another on one connection, each when the last one is answered. @returns when each answer came */
async function askAgain(times: number, freely: number): Promise<{ readonly at: number[]; readonly text: string }> {
  const shedding = new Shedding({ monotonic: () => 0 }, freely);
  door = await openFrontDoor({ host: '127.0.0.1', port: 0 }, [
    {
      method: 'POST',
      path: '/',
      accepts: ['text/plain'],
      handler: ({ response }) => {
        shedding.refuses(response);
        response.writeHead(429, { 'Content-Length': 0 }).end();
      },
    },
  ]);
  const socket = connect(door.address.port, '127.0.0.1');
  const request = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi';
  const at: number[] = [];
  let text = '';
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('data', (bytes) => {
      text += bytes.toString();
      at.push(performance.now());
      if (at.length < times) socket.write(request);
      else {
        socket.destroy();
        resolve({ at, text });
      }
    });
    socket.write(request);
  });
}

test('who is refused is told when to come again, on a connection that stays', async () => {
  const { text } = await askAgain(3, 3);
  expect(text.match(/\r\nRetry-After: 1\r\n/g)).toHaveLength(3);
  expect(text).not.toMatch(/connection: close/i);
});

test('beyond what costs nothing a connection is not heard before its time', async () => {
  const { at } = await askAgain(4, 2);
  const [first = 0, , third = 0, fourth = 0] = at;
  expect(third - first).toBeLessThan(retryAfterMs);
  // A timer may be a millisecond early by this clock.
  expect(fourth - third).toBeGreaterThan(retryAfterMs - 5);
});
