import type { ServerResponse } from 'node:http';
import { encodeEvent, keepAlive } from '../../protocol/index.ts';

/** protocol.md, "Edge": a comment every 15 s, so that nothing between us and the client takes the silence for an end. */
const keepAliveMs = 15_000;

/** What may wait for one slow client before it is let go: a message held back for ever would be one dropped in silence. */
const mostWaitingBytes = 8 * 1024 * 1024;

/** An open `text/event-stream` response. */
export interface EventStream {
  /** @returns `false` when the client is gone */
  send(message: Buffer): boolean;
  /** @param last an encoded event to end with */
  end(last?: Buffer): void;
}

/** Turns a response that has not begun into a stream of events. */
export function beginStream(response: ServerResponse): EventStream {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    // Proxies that buffer would hold back a question until after its answer was due.
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const timer = setInterval(() => response.write(keepAlive), keepAliveMs);
  timer.unref();
  response.once('close', () => clearInterval(timer));
  return {
    send: (message) => {
      if (response.destroyed || response.writableEnded) return false;
      if (response.writableLength > mostWaitingBytes) {
        response.destroy();
        return false;
      }
      response.write(encodeEvent(message));
      return true;
    },
    end: (last) => {
      clearInterval(timer);
      response.end(last);
    },
  };
}
