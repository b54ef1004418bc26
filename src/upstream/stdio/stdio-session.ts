import { type ByteParts, Fault } from '../../kernel/index.ts';
import { unavailable, unsent } from '../failures.ts';
import type { Listener, Pending, RequestHeaders, UpstreamFailure, UpstreamSession } from '../upstream.ts';
import type { Conversation } from './conversation.ts';
import type { Participant } from './participant.ts';

/** Of the methods that headers name, the one whose answer may never come. */
const endless = 'subscriptions/listen';

/** A session over stdio: a process of its own, or a part in a shared one. */
export class StdioSession implements UpstreamSession {
  readonly #conversation: Conversation;
  readonly #participant: Participant;
  readonly #closed: () => Promise<void>;
  #lost: UpstreamFailure | undefined;
  #onLost: ((failure: UpstreamFailure) => void) | undefined;

  /** @param closed does what remains to be done when the session has left the conversation */
  constructor(conversation: Conversation, closed: () => Promise<void>) {
    this.#conversation = conversation;
    this.#closed = closed;
    this.#participant = {
      stray: undefined,
      lost: (failure) => {
        this.#lost = failure;
        this.#onLost?.(failure);
      },
    };
    conversation.join(this.#participant);
  }

  request(render: (upstreamId: number) => ByteParts, headers: RequestHeaders, listener: Listener): Pending {
    return this.#conversation.request(this.#participant, render, listener, headers.method === endless);
  }

  send(message: Buffer, _headers: RequestHeaders): Promise<void> {
    return this.#conversation.send(message);
  }

  unattributed(listener: Pick<Listener, 'notification' | 'request'>): void {
    this.#participant.stray = listener;
  }

  onLost(handler: (failure: UpstreamFailure) => void): void {
    this.#onLost = handler;
    const lost = this.#lost;
    if (lost !== undefined) queueMicrotask(() => handler(lost));
  }

  /** Over a pipe there is nothing to open. */
  listen(): void {}

  async close(): Promise<void> {
    this.#onLost = undefined;
    this.#conversation.leave(this.#participant);
    await this.#closed();
  }
}

/** A session that cannot be had at the moment: whatever is asked of it fails, unsent. */
export function lostSession(message: string): UpstreamSession {
  const failure = unavailable(message, false);
  return {
    request(_render, _headers, listener) {
      return unsent(listener, failure);
    },
    send: () => Promise.reject(new Fault(failure.code, message)),
    unattributed: () => {},
    onLost: (handler) => queueMicrotask(() => handler(failure)),
    listen: () => {},
    close: async () => {},
  };
}
