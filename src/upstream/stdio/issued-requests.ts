import type { Listener, UpstreamFailure } from '../upstream.ts';
import type { Participant } from './participant.ts';

/** A request that has no answer yet. */
export interface Issued {
  readonly id: number;
  readonly participant: Participant;
  readonly listener: Listener;
  /** Keys of the ids of the requests that the server made on behalf of this one. */
  readonly serverRequests: Set<string>;
  /** Once the server has begun to speak, no silence is too long. */
  readonly endless: boolean;
  /** Runs out when nothing was heard of the request for too long. */
  timer: NodeJS.Timeout;
}

/**
 * The requests that a process was given. One that its client has given up is kept until the process has answered it
 * after all: only then is the server done with it. A server that obeys a cancellation never answers, and a pipe says
 * nothing else, so that after `graceMs` it counts as done as well.
 */
export class IssuedRequests {
  readonly #waiting = new Map<number, Issued>();
  readonly #givenUp = new Map<number, Issued>();
  readonly #graceMs: number;

  constructor(graceMs: number) {
    this.#graceMs = graceMs;
  }

  /** Those whose answer somebody waits for. */
  get waiting(): ReadonlyMap<number, Issued> {
    return this.#waiting;
  }

  add(issued: Issued): void {
    this.#waiting.set(issued.id, issued);
  }

  /**
   * A request comes to its end.
   *
   * @returns whether somebody was waiting for it
   */
  end(id: number, tell: (listener: Listener) => void): boolean {
    const issued = this.#waiting.get(id);
    if (issued === undefined) return false;
    clearTimeout(issued.timer);
    this.#waiting.delete(id);
    tell(issued.listener);
    issued.listener.settled?.();
    return true;
  }

  /** Nobody waits for it any more. @returns `false` when nobody did */
  giveUp(id: number): boolean {
    const issued = this.#waiting.get(id);
    if (issued === undefined) return false;
    clearTimeout(issued.timer);
    this.#waiting.delete(id);
    issued.timer = setTimeout(() => this.late(id), this.#graceMs).unref();
    this.#givenUp.set(id, issued);
    return true;
  }

  /** The answer to a request that was given up. @returns `false` when it was none of those */
  late(id: number): boolean {
    const issued = this.#givenUp.get(id);
    if (issued === undefined) return false;
    clearTimeout(issued.timer);
    this.#givenUp.delete(id);
    issued.listener.settled?.();
    return true;
  }

  /** The process is gone. Nothing can be issued any more when this is called, whatever the listeners try. */
  failAll(failure: UpstreamFailure): void {
    for (const id of this.#waiting.keys()) this.end(id, (listener) => listener.failure(failure));
    for (const id of this.#givenUp.keys()) this.late(id);
  }
}
