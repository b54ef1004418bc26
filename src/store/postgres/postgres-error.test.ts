import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { listening } from '../../../test/support/upstreams/listening.ts';
import { ask } from './connection.ts';
import { newPool } from './new-pool.ts';

/** A message of the server's that asks to sign in. @param kind 10: how; 11: the server's part of it */
function authentication(kind: number, text: string): Buffer {
  const message = Buffer.alloc(9 + text.length);
  message.write('R');
  message.writeInt32BE(message.length - 1, 1);
  message.writeInt32BE(kind, 5);
  message.write(text, 9);
  return message;
}

it('a password that is asked for and missing is told in words, and not in the driver’s', async () => {
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write(authentication(10, 'SCRAM-SHA-256\0\0'));
      socket.once('data', () => socket.write(authentication(11, 'r=nonce,s=c2FsdA==,i=4096')));
    });
  });
  const port = await listening(server);
  const pool = newPool(`postgres://nobody@127.0.0.1:${port}/toolgate`, 1);
  await expect(ask(pool, 'SELECT 1')).rejects.toThrow(
    /cannot be reached: it asks for a password, and the URL has none/,
  );
  await pool.end();
  server.close();
});
