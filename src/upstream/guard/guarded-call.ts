import type { ErrorMessage, NotificationMessage, RequestMessage, ResultMessage } from '../../protocol/index.ts';
import type { Listener, Pending, UpstreamFailure } from '../upstream.ts';
import type { Breaker, Pass } from './breaker.ts';
import type { GuardedSession } from './guarded-session.ts';

/** What hears of the server from its requests. */
export interface CallGround {
  readonly breaker: Breaker | undefined;
  /** A request occupies the server no more. */
  done(): void;
}

/** One request that the guard let through. The breaker learns of the server from it, once; its place is free again, once. */
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
    this.#listener.notification(message);
  }

  request(message: RequestMessage): void {
    this.#decide('succeeded');
    this.#listener.request(message);
  }

  answer(message: ResultMessage | ErrorMessage): void {
    this.#decide('succeeded');
    this.#listener.answer(message);
  }

  failure(failure: UpstreamFailure): void {
    // What the gateway itself breaks off says nothing of the server.
    if (this.#session.closed) this.#decide('undecided');
    else this.#decide(unreached(failure) ? 'failed' : 'succeeded');
    this.#listener.failure(failure);
  }

  settled(): void {
    this.#decide('undecided');
    if (!this.#settled) this.#ground.done();
    this.#settled = true;
    this.#listener.settled?.();
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
