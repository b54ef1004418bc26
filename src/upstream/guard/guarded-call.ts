import type { ErrorMessage, NotificationMessage, RequestMessage, ResultMessage } from '../../protocol/index.ts';
import { lostInHere } from '../failures.ts';
import type { Listener, Pending, UpstreamFailure } from '../upstream.ts';
import type { Breaker, Pass } from './breaker.ts';
import type { GuardedSession } from './guarded-session.ts';

/** What hears of the server from its requests. */
export interface CallGround {
  readonly breaker: Breaker | undefined;
  /** A request occupies the server no more. */
  done(): void;
  /** Whoever hears the request has thrown. */
  fault(thrown: unknown): void;
}

/**
 * One request that the guard let through. The breaker learns of the server from it, once; its place is free again, once.
 *
 * What its listener throws goes no further: this is called from where sockets and pipes are read, which serve everybody, and
 * an exception there ends the process. That request fails, and the server is told that nobody waits for it any more.
 */
export class GuardedCall implements Listener, Pending {
  readonly #ground: CallGround;
  readonly #session: Pick<GuardedSession, 'closed'>;
  readonly #listener: Listener;
  #pass: Pass | undefined;
  #pending: Pending | undefined;
  #settled = false;

  constructor(ground: CallGround, session: Pick<GuardedSession, 'closed'>, listener: Listener, pass: Pass | undefined) {
    this.#ground = ground;
    this.#session = session;
    this.#listener = listener;
    this.#pass = pass;
  }

  /** It is on its way. */
  sent(pending: Pending): this {
    this.#pending = pending;
    return this;
  }

  get upstreamId(): number {
    return this.#pending?.upstreamId ?? 0;
  }

  cancel(reason?: string): void {
    this.#decide('undecided');
    this.#pending?.cancel(reason);
  }

  notification(message: NotificationMessage): void {
    this.#decide('succeeded');
    try {
      this.#listener.notification(message);
    } catch (thrown) {
      this.#lost(thrown);
    }
  }

  request(message: RequestMessage): void {
    this.#decide('succeeded');
    try {
      this.#listener.request(message);
    } catch (thrown) {
      this.#lost(thrown);
    }
  }

  answer(message: ResultMessage | ErrorMessage): void {
    this.#decide('succeeded');
    try {
      this.#listener.answer(message);
    } catch (thrown) {
      this.#lost(thrown);
    }
  }

  failure(failure: UpstreamFailure): void {
    // What the gateway itself breaks off says nothing of the server.
    if (this.#session.closed) this.#decide('undecided');
    else this.#decide(unreached(failure) ? 'failed' : 'succeeded');
    this.#fail(failure);
  }

  settled(): void {
    this.#decide('undecided');
    if (!this.#settled) this.#ground.done();
    this.#settled = true;
    try {
      this.#listener.settled?.();
    } catch (thrown) {
      this.#ground.fault(thrown);
    }
  }

  /** Whether it heard half of an answer or all of it, the answer is none. */
  #lost(thrown: unknown): void {
    this.#ground.fault(thrown);
    this.#fail(lostInHere(thrown));
    this.#pending?.cancel();
  }

  #fail(failure: UpstreamFailure): void {
    try {
      this.#listener.failure(failure);
    } catch (thrown) {
      this.#ground.fault(thrown);
    }
  }

  #decide(verdict: 'succeeded' | 'failed' | 'undecided'): void {
    const pass = this.#pass;
    this.#pass = undefined;
    if (pass !== undefined) this.#ground.breaker?.[verdict](pass);
  }
}

/** Whether the server was not there, as far as can be told: what it says itself, or a slow tool, is no sign of that. */
function unreached({ code, status, sent }: UpstreamFailure): boolean {
  if (code === 'upstream_unavailable') return status === undefined || (status >= 502 && status <= 504);
  return code === 'upstream_timeout' && !sent;
}
