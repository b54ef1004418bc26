import { assertNever } from '../../kernel/index.ts';
import type { Message, Unreadable } from '../../protocol/index.ts';
import type { Listener, UpstreamFailure } from '../upstream.ts';
import { whenRead } from '../when-read.ts';
import { type BodyListener, EventBody, type StreamPosition } from './body-reader.ts';
import type { HttpSession } from './http-session.ts';
import type { Leg, LegListener } from './leg.ts';
import type { PromisedBody } from './response-head.ts';

const shortestPauseMs = 1_000;
const longestPauseMs = 30_000;

/**
 * The stream that a server keeps open for what belongs to no request (GET). It is taken up again where it broke, ever
 * more slowly while it brings nothing, and given up when the server says that it has none.
 */
export class OwnStream implements LegListener, BodyListener {
  readonly #session: HttpSession;
  readonly #stray: () => Pick<Listener, 'notification' | 'request'> | undefined;
  readonly #position: StreamPosition = { lastEventId: undefined, retryMs: undefined };
  #leg: Leg | undefined;
  #body: EventBody | undefined;
  #timer: NodeJS.Timeout | undefined;
  #pauseMs = shortestPauseMs;
  #closed = false;

  /** @param stray who hears the messages, at the time of each */
  constructor(session: HttpSession, stray: () => Pick<Listener, 'notification' | 'request'> | undefined) {
    this.#session = session;
    this.#stray = stray;
    this.#open();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#leg?.abort();
  }

  head(head: Exclude<PromisedBody, { kind: 'failure' }>): void {
    if (head.kind === 'events') this.#body = new EventBody(this.#session.caps.response, this.#position, this);
    else if (head.kind === 'gone') this.#session.gone();
    // Any other success is no stream.
    else this.close();
  }

  data(chunk: Buffer): void | Promise<void> {
    return this.#body?.chunk(chunk);
  }

  ended(): void {
    this.#again();
  }

  failed({ status }: UpstreamFailure): void {
    // 405 is how a server says that it has no such stream; no other refusal will be withdrawn either.
    if (status !== undefined && status < 500 && status !== 408 && status !== 429) this.close();
    else this.#again();
  }

  tooLarge(): void {
    this.#broken('sent a message over the size limit');
  }

  message(bytes: Buffer): void | Promise<void> {
    return whenRead(bytes, this.#session.caps, (message) => this.#take(message));
  }

  #take(message: Message | Unreadable): void {
    if (this.#closed) return;
    this.#pauseMs = shortestPauseMs;
    switch (message.kind) {
      case 'notification':
        this.#session.notify(this.#stray(), message);
        break;
      case 'request':
        this.#session.ask(this.#stray(), message);
        break;
      case 'result':
      case 'error':
        // Requests have streams of their own, and it is there that they are answered.
        this.#session.violation('answered on a stream where nothing was asked');
        break;
      case 'unreadable':
        this.#broken(`sent a message that cannot be read: ${message.message}`);
        break;
      default:
        assertNever(message);
    }
  }

  #open(): void {
    // Nobody waits for anything on it, so it may be silent for as long as it likes.
    this.#leg = this.#session.leg({ ...this.#session.get(this.#position.lastEventId), idleMs: 0 }, this);
  }

  #broken(how: string): void {
    this.#session.violation(how);
    this.#leg?.abort();
    this.#again();
  }

  #again(): void {
    if (this.#closed) return;
    this.#body = undefined;
    this.#timer = setTimeout(() => this.#open(), Math.max(this.#pauseMs, this.#position.retryMs ?? 0));
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
  }
}
