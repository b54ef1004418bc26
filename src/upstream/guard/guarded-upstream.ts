import { type ByteParts, type Clock, Fault } from '../../kernel/index.ts';
import { unsent } from '../failures.ts';
import { faultLog } from '../fault-log.ts';
import type {
  Era,
  Listener,
  Pending,
  RequestHeaders,
  Resumption,
  Upstream,
  UpstreamFailure,
  UpstreamSession,
} from '../upstream.ts';
import type { UpstreamLog } from '../upstream-event.ts';
import { Breaker } from './breaker.ts';
import { CircuitOpen, circuitSentence } from './circuit-open.ts';
import { type CallGround, GuardedCall } from './guarded-call.ts';
import { type Gate, GuardedSession } from './guarded-session.ts';

/** A request of this method stands as long as its client listens; it occupies the server with nothing. */
const endless = 'subscriptions/listen';

/**
 * A server with what protects it from its callers, and them from it: no more requests under way than it may have, and
 * none at all for a while once it cannot be reached. What a server answers, an error included, is a success in here.
 */
export class GuardedUpstream implements Upstream, Gate, CallGround {
  readonly #inner: Upstream;
  readonly breaker: Breaker | undefined;
  readonly fault: (thrown: unknown) => void;
  readonly #unbounded: CallGround;
  readonly #maxConcurrency: number;
  readonly #quiet = new Set<() => void>();
  #underWay = 0;

  /** @param options.breaks whether it is left alone when it cannot be reached; a process is begun again more slowly instead */
  constructor(
    inner: Upstream,
    options: {
      readonly clock: Pick<Clock, 'monotonic'>;
      readonly log: UpstreamLog;
      readonly breaks: boolean;
      readonly maxConcurrency: number | undefined;
    },
  ) {
    this.#inner = inner;
    this.breaker = options.breaks ? new Breaker(options.clock) : undefined;
    this.fault = faultLog(inner.slug, options);
    this.#unbounded = { breaker: undefined, done: () => {}, fault: this.fault };
    this.#maxConcurrency = options.maxConcurrency ?? Number.POSITIVE_INFINITY;
  }

  get slug(): string {
    return this.#inner.slug;
  }

  get transport(): Upstream['transport'] {
    return this.#inner.transport;
  }

  get at(): string | undefined {
    return this.#inner.at;
  }

  async era(client: Era): Promise<Era> {
    // What is known needs no asking, so an answer says nothing of the server; a failure does.
    const wait = this.breaker?.wait() ?? 0;
    if (wait > 0) throw new CircuitOpen(wait);
    try {
      return await this.#inner.era(client);
    } catch (error) {
      const unreachable = error instanceof Fault && error.code === 'upstream_unavailable';
      const pass = unreachable ? this.breaker?.admit() : undefined;
      if (pass?.ok === true) this.breaker?.failed(pass);
      throw error;
    }
  }

  misjudged(era: Era): void {
    this.#inner.misjudged(era);
  }

  verdict(): ReturnType<Upstream['verdict']> {
    return this.#inner.verdict();
  }

  open(era?: Era, resume?: Resumption): UpstreamSession {
    return new GuardedSession(this.#inner.open(era, resume), this);
  }

  warm(): void {
    this.#inner.warm();
  }

  health(): ReturnType<Upstream['health']> {
    const wait = this.breaker?.state === 'open' ? this.breaker.wait() : 0;
    return wait > 0 ? { state: 'down', detail: circuitSentence(wait) } : this.#inner.health();
  }

  /** Resolves when no request is under way, or after a while all the same. */
  quiet(graceMs: number): Promise<void> {
    if (this.#underWay === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#quiet.delete(done);
        resolve();
      };
      const timer = setTimeout(done, graceMs);
      timer.unref();
      this.#quiet.add(done);
    });
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  request(
    inner: UpstreamSession,
    session: GuardedSession,
    render: (upstreamId: number) => ByteParts,
    headers: RequestHeaders,
    listener: Listener,
  ): Pending {
    if (headers.method === endless) {
      const call = new GuardedCall(this.#unbounded, session, listener, undefined);
      return call.sent(inner.request(render, headers, call));
    }
    if (this.#underWay >= this.#maxConcurrency) return unsent(listener, tooMany);
    const pass = this.breaker?.admit();
    if (pass?.ok === false) {
      const { retryAfterMs } = pass;
      const message = circuitSentence(retryAfterMs);
      return unsent(listener, { code: 'upstream_unavailable', message, sent: false, retryAfterMs });
    }
    this.#underWay += 1;
    const call = new GuardedCall(this, session, listener, pass);
    return call.sent(inner.request(render, headers, call));
  }

  done(): void {
    this.#underWay -= 1;
    if (this.#underWay > 0) return;
    for (const done of this.#quiet) done();
  }
}

const tooMany: UpstreamFailure = Object.freeze({
  code: 'overloaded',
  message: 'The server has as many calls under way as it may have; try again in a moment.',
  sent: false,
  retryAfterMs: 1_000,
});
