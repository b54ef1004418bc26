import type { AdmissionConfig } from '../config/index.ts';

/** What one grant has under way, and how many requests it may still start right now. */
interface Load {
  tokens: number;
  refilledAt: number;
  inFlight: number;
  sessions: number;
  streams: number;
  processes: number;
  tasks: number;
}

export type Held = 'sessions' | 'streams' | 'processes' | 'tasks';

/**
 * Keeps one agent from closing the gateway for all: caps per grant on requests a second, on requests in flight and on
 * what is held open. It protects the gateway; budgets that mean something to the operator are limits of a policy.
 */
export class Admission {
  readonly #loads = new Map<string, Load>();

  /**
   * A request comes in.
   *
   * @param now monotonic milliseconds
   * @returns `false` when this grant has too much under way; otherwise {@link leave} must follow
   */
  enter(grant: string, caps: AdmissionConfig, now: number): boolean {
    const load = this.#refilled(grant, caps, now);
    if (load.tokens < 1 || load.inFlight >= caps.inFlight) return false;
    load.tokens -= 1;
    load.inFlight += 1;
    return true;
  }

  /** How many requests could come in now. */
  room(grant: string, caps: AdmissionConfig, now: number): number {
    const { tokens, inFlight } = this.#refilled(grant, caps, now);
    return Math.max(0, Math.min(Math.floor(tokens), caps.inFlight - inFlight));
  }

  leave(grant: string): void {
    const load = this.#loads.get(grant);
    if (load !== undefined) load.inFlight -= 1;
  }

  /** Opens all of these or none. {@link release} of each must follow. @returns the first that is over its cap */
  holdAll(grant: string, what: readonly Held[], caps: AdmissionConfig, now: number): Held | undefined {
    for (const [index, each] of what.entries()) {
      if (this.hold(grant, each, caps, now)) continue;
      for (const taken of what.slice(0, index)) this.release(grant, taken);
      return each;
    }
    return undefined;
  }

  /** Opens something that stays open. {@link release} must follow a `true`. */
  hold(grant: string, what: Held, caps: AdmissionConfig, now: number): boolean {
    const load = this.#load(grant, caps, now);
    if (load[what] >= caps[what]) return false;
    load[what] += 1;
    return true;
  }

  /** Whether one more could be opened now. */
  hasRoom(grant: string, what: Held, caps: AdmissionConfig): boolean {
    return (this.#loads.get(grant)?.[what] ?? 0) < caps[what];
  }

  release(grant: string, what: Held): void {
    const load = this.#loads.get(grant);
    if (load !== undefined) load[what] -= 1;
  }

  /** These grants are gone: nothing is known of them any more, but for what they still hold. */
  forget(gone: (grant: string) => boolean): void {
    for (const [grant, load] of this.#loads) if (isAtRest(load) && gone(grant)) this.#loads.delete(grant);
  }

  /** How many grants something is known of. */
  get size(): number {
    return this.#loads.size;
  }

  /** Requests in flight over all grants, for metrics. */
  inFlight(): number {
    let sum = 0;
    for (const load of this.#loads.values()) sum += load.inFlight;
    return sum;
  }

  #refilled(grant: string, caps: AdmissionConfig, now: number): Load {
    const load = this.#load(grant, caps, now);
    const elapsed = now - load.refilledAt;
    if (elapsed > 0) {
      load.tokens = Math.min(caps.requestsPerSecond, load.tokens + (elapsed * caps.requestsPerSecond) / 1000);
      load.refilledAt = now;
    }
    return load;
  }

  /** The map holds one small object for each grant that has called, until it is gone (`forget`). */
  #load(grant: string, caps: AdmissionConfig, now: number): Load {
    let load = this.#loads.get(grant);
    if (load === undefined) {
      const held = { sessions: 0, streams: 0, processes: 0, tasks: 0 };
      load = { tokens: caps.requestsPerSecond, refilledAt: now, inFlight: 0, ...held };
      this.#loads.set(grant, load);
    }
    return load;
  }
}

function isAtRest({ inFlight, sessions, streams, processes, tasks }: Load): boolean {
  return inFlight === 0 && sessions === 0 && streams === 0 && processes === 0 && tasks === 0;
}
