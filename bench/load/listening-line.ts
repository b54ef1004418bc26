import { connect } from 'node:net';
import { handshake } from './handshake.ts';
import { openLine } from './http-line.ts';
import { messagesTo } from './http-messages.ts';
import type { LoadTarget } from './mcp-line.ts';

/** A client that listens on the stream of its own session. */
export interface ListeningLine {
  /** Ends the session, and its stream with it. */
  end(): Promise<void>;
}

/**
 * Opens a session and its stream, over a bare socket.
 *
 * @param onEvent hears how long each event was on its way, in ms
 */
export async function openListeningLine(target: LoadTarget, onEvent: (ms: number) => void): Promise<ListeningLine> {
  const url = new URL(target.url);
  const messages = messagesTo(target);
  const line = await openLine(url.hostname, Number(url.port));
  const session = await handshake(line, messages, 1);
  line.close();

  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  const begun = Promise.withResolvers<void>();
  let rest = '';
  let headed = false;
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    const now = process.hrtime.bigint();
    rest += chunk;
    if (!headed) {
      if (!rest.includes('\r\n\r\n')) return;
      headed = true;
      if (rest.startsWith('HTTP/1.1 200')) begun.resolve();
      else begun.reject(new Error(`a stream was answered with ${rest.slice(0, 500)}`));
    }
    for (const [, at = '0'] of rest.matchAll(/at (\d+);/g)) onEvent(Number(now - BigInt(at)) / 1e6);
    rest = rest.slice(Math.max(rest.lastIndexOf(';') + 1, rest.lastIndexOf('\n') + 1));
  });
  socket.on('error', (error) => begun.reject(error));
  socket.on('close', () => begun.reject(new Error('the stream was closed')));
  socket.write(messages.bare('GET', `Accept: text/event-stream\r\n${session}`));
  await begun.promise;
  return {
    async end() {
      const last = await openLine(url.hostname, Number(url.port));
      await last.send(messages.bare('DELETE', session));
      last.close();
      socket.destroy();
    },
  };
}
