import type { ServerResponse } from 'node:http';
import { Bag, type Bagged } from '../../kernel/index.ts';
import { encodeEvent, keepAlive } from '../../protocol/index.ts';

/** A comment every 15 s, so that nothing between us and the client takes the silence for an end. */
const keepAliveMs = 15_000;

/** What may wait for one slow client before it is let go: a message held back for ever would be one dropped in silence. */
const mostWaitingBytes = 8 * 1024 * 1024;

/** The same for all streams of one grant on which its servers speak unasked: it may have a hundred. */
const mostWaitingOfGrant = 32 * 1024 * 1024;

interface OpenStream extends Bagged {
  readonly response: ServerResponse;
}

/** Streams that are open. One timer wakes them all: a timer for each would cost more than the stream itself needs. */
const open = new Bag<OpenStream>();
let timer: NodeJS.Timeout | undefined;

function keepAwake(stream: OpenStream): void {
  open.add(stream);
  timer ??= setInterval(() => {
    for (const { response } of open.all()) response.write(keepAlive);
  }, keepAliveMs).unref();
}

function letSleep(stream: OpenStream): void {
  open.delete(stream);
  if (open.size > 0) return;
  clearInterval(timer);
  timer = undefined;
}

/** By grant, the responses that have more to send than the system takes. */
const slow = new Map<string, Set<ServerResponse>>();

/** Counts from now on for its grant, until its client has taken what waits, or is gone. */
function waits(response: ServerResponse, grantId: string): void {
  const ofGrant = slow.get(grantId) ?? new Set();
  slow.set(grantId, ofGrant);
  if (ofGrant.has(response)) return;
  ofGrant.add(response);
  const over = (): void => {
    response.off('drain', over).off('close', over);
    ofGrant.delete(response);
    if (ofGrant.size === 0 && slow.get(grantId) === ofGrant) slow.delete(grantId);
  };
  response.on('drain', over).on('close', over);
}

/** Where more waits for a grant than may, whoever of its clients has left most unread is let go. */
function makeRoom(grantId: string): void {
  const ofGrant = slow.get(grantId);
  if (ofGrant === undefined) return;
  let sum = 0;
  let slowest: ServerResponse | undefined;
  for (const response of ofGrant) {
    if (response.destroyed) continue;
    sum += response.writableLength;
    if (slowest === undefined || response.writableLength > slowest.writableLength) slowest = response;
  }
  if (sum > mostWaitingOfGrant) slowest?.destroy();
}

/** An open `text/event-stream` response. */
export interface EventStream {
  /** @returns `false` when the client is gone */
  send(message: Buffer): boolean;
  /** The same for an event that is encoded already. */
  raw(event: Buffer): boolean;
  /** @param last an encoded event to end with */
  end(last?: Buffer): void;
}

/**
 * Turns a response that has not begun into a stream of events.
 *
 * @param grantId whose stream it is, where it is none that answers a call: calls are bounded by those under way
 */
export function beginStream(response: ServerResponse, grantId?: string): EventStream {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    // Proxies that buffer would hold back a question until after its answer was due.
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const place: OpenStream = { response, place: -1 };
  // One whose client has left already will not say so again.
  if (!response.closed) {
    keepAwake(place);
    response.once('close', () => letSleep(place));
  }
  const raw = (event: Buffer): boolean => {
    if (response.destroyed || response.writableEnded) return false;
    if (response.writableLength > mostWaitingBytes) response.destroy();
    if (grantId !== undefined) makeRoom(grantId);
    if (response.destroyed) return false;
    if (!response.write(event) && grantId !== undefined) waits(response, grantId);
    return true;
  };
  return {
    send: (message) => raw(encodeEvent(message)),
    raw,
    end: (last) => {
      letSleep(place);
      response.end(last);
    },
  };
}
