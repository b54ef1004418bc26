import type { ByteParts } from '../../kernel/index.ts';
import type { Listener, Pending, RequestHeaders, UpstreamFailure, UpstreamSession } from '../upstream.ts';

/** Lets requests out, or refuses them. */
export interface Gate {
  /** Whoever hears the server has thrown. */
  fault(thrown: unknown): void;
  /** @param session the conversation as callers have it */
  request(
    inner: UpstreamSession,
    session: GuardedSession,
    render: (upstreamId: number) => ByteParts,
    headers: RequestHeaders,
    listener: Listener,
  ): Pending;
}

/** A conversation each request of which passes the gate. */
export class GuardedSession implements UpstreamSession {
  readonly #inner: UpstreamSession;
  readonly #gate: Gate;
  #closed = false;

  constructor(inner: UpstreamSession, gate: Gate) {
    this.#inner = inner;
    this.#gate = gate;
  }

  /** It was ended by the gateway itself. */
  get closed(): boolean {
    return this.#closed;
  }

  get sessionId(): string | undefined {
    return this.#inner.sessionId;
  }

  request(render: (upstreamId: number) => ByteParts, headers: RequestHeaders, listener: Listener): Pending {
    return this.#gate.request(this.#inner, this, render, headers, listener);
  }

  send(message: Buffer, headers: RequestHeaders): Promise<void> {
    return this.#inner.send(message, headers);
  }

  unattributed(listener: Pick<Listener, 'notification' | 'request'>): void {
    this.#inner.unattributed({
      notification: (message) => this.#heard(() => listener.notification(message)),
      request: (message) => this.#heard(() => listener.request(message)),
    });
  }

  onLost(handler: (failure: UpstreamFailure) => void): void {
    this.#inner.onLost((failure) => this.#heard(() => handler(failure)));
  }

  listen(): void {
    this.#inner.listen();
  }

  close(how?: 'ended' | 'left'): Promise<void> {
    this.#closed = true;
    return this.#inner.close(how);
  }

  /** As with a request (`GuardedCall`): what is thrown here goes no further. Nobody waits for anything, so it is said and dropped. */
  #heard(tell: () => void): void {
    try {
      tell();
    } catch (thrown) {
      this.#gate.fault(thrown);
    }
  }
}
