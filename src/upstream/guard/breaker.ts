import type { Clock } from '../../kernel/index.ts';

/** So many failures in a row, with no success between them, and the server counts as gone. */
const failuresToOpen = 5;
const firstMs = 1_000;
const longestMs = 30_000;

/** A request that may go out; it says afterwards what became of it. */
export type Pass = { readonly ok: true; readonly probe: boolean };

/**
 * Keeps calls from waiting, one after the other, for a server that is not there. After five failures in a row it is
 * open and refuses at once; when its time is up one request is let through as a probe, and by what becomes of that it
 * closes, or stays open for twice as long, up to half a minute.
 */
export class Breaker {
  readonly #clock: Pick<Clock, 'monotonic'>;
  #failures = 0;
  /** Monotonic ms from which on a probe may go; `undefined` while closed. */
  #openUntil: number | undefined;
  #openMs = firstMs;
  #probing = false;

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** `half-open`: a probe is under way, or may be. */
  get state(): 'closed' | 'open' | 'half-open' {
    if (this.#openUntil === undefined) return 'closed';
    return this.#probing || this.#clock.monotonic() >= this.#openUntil ? 'half-open' : 'open';
  }

  /** @returns how long, in ms, until a request may go out; 0 when one may now */
  wait(): number {
    if (this.#openUntil === undefined) return 0;
    const left = this.#openUntil - this.#clock.monotonic();
    return left > 0 ? Math.ceil(left) : this.#probing ? firstMs : 0;
  }

  /** Asks for a request to go out. One of {@link succeeded}, {@link failed} and {@link undecided} must follow a pass. */
  admit(): Pass | { readonly ok: false; readonly retryAfterMs: number } {
    const retryAfterMs = this.wait();
    if (retryAfterMs > 0) return { ok: false, retryAfterMs };
    const probe = this.#openUntil !== undefined;
    if (probe) this.#probing = true;
    return { ok: true, probe };
  }

  /** The server was reached, whatever it said. */
  succeeded(pass: Pass): void {
    // What set out before the server was given up says nothing of whether it is back.
    if (this.#openUntil !== undefined && !pass.probe) return;
    this.#probing = false;
    this.#openUntil = undefined;
    this.#openMs = firstMs;
    this.#failures = 0;
  }

  /** It was not. */
  failed(pass: Pass): void {
    if (this.#openUntil !== undefined) {
      if (!pass.probe) return;
      this.#openMs = Math.min(longestMs, this.#openMs * 2);
      this.#open();
      return;
    }
    this.#failures += 1;
    if (this.#failures >= failuresToOpen) this.#open();
  }

  /** The request ended before that could be known: its client has left. The next one is the probe. */
  undecided(pass: Pass): void {
    if (pass.probe) this.#probing = false;
  }

  #open(): void {
    this.#probing = false;
    this.#openUntil = this.#clock.monotonic() + this.#openMs;
  }
}
