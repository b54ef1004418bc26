import type { ApprovalQueue } from '../../approvals/index.ts';

/** A call that waits for a decision, as far as its place in the line goes. */
export interface Waiter {
  /** Monotonic ms of its arrival: who has waited longest goes first. */
  readonly since: number;
  /** There is a decision, and nobody before it wants it. Runs once. */
  turn(): void;
  /** It is to wait no longer, here. */
  enough(): void;
}

interface Line {
  readonly waiters: Waiter[];
  readonly stop: () => void;
  decided: boolean;
  /** Whose turn it is. */
  current: Waiter | undefined;
}

/**
 * Calls that wait for the same decision, in the order of their arrival: one at a time is let go, the oldest whose client
 * is still there, and the next when that one has used the decision or left. One watch a decision, however many wait.
 */
export class Turns {
  readonly #queue: Pick<ApprovalQueue, 'watch'>;
  readonly #lines = new Map<string, Line>();
  #closing = false;

  constructor(queue: Pick<ApprovalQueue, 'watch'>) {
    this.#queue = queue;
  }

  /**
   * @param id the request that is waited for
   * @returns what leaves the line; runs as often as one likes
   */
  join(id: string, waiter: Waiter): () => void {
    if (this.#closing) waiter.enough();
    const line = this.#lines.get(id) ?? this.#begin(id);
    const before = line.waiters.findIndex(({ since }) => since > waiter.since);
    line.waiters.splice(before === -1 ? line.waiters.length : before, 0, waiter);
    next(line);
    return () => this.#leave(id, line, waiter);
  }

  /** For a gateway that stops: nobody is kept waiting by it any more. What they wait for stands, wherever they ask next. */
  close(): void {
    this.#closing = true;
    for (const { waiters } of this.#lines.values()) for (const waiter of waiters.slice()) waiter.enough();
  }

  /** Whether others wait for it. */
  awaited(id: string): boolean {
    return this.#lines.has(id);
  }

  #begin(id: string): Line {
    const line: Line = {
      waiters: [],
      stop: this.#queue.watch(id, () => {
        line.decided = true;
        next(line);
      }),
      decided: false,
      current: undefined,
    };
    this.#lines.set(id, line);
    return line;
  }

  #leave(id: string, line: Line, waiter: Waiter): void {
    const at = line.waiters.indexOf(waiter);
    if (at === -1) return;
    line.waiters.splice(at, 1);
    if (line.current === waiter) line.current = undefined;
    next(line);
    if (line.waiters.length > 0) return;
    line.stop();
    if (this.#lines.get(id) === line) this.#lines.delete(id);
  }
}

function next(line: Line): void {
  if (!line.decided || line.current !== undefined) return;
  line.current = line.waiters[0];
  line.current?.turn();
}
