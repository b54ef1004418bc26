import type { JournalPosition } from './journal/segment.ts';

export interface PumpOptions {
  readonly drain: (position: JournalPosition) => Promise<unknown>;
  /** Draining fails (it is tried again), or for another reason than before, or works again. The journal grows meanwhile; no call waits. */
  readonly onHealth: (healthy: boolean, cause?: unknown) => void;
  /** How long the first drain waits at least, in ms; as long as any other when absent. */
  readonly firstMs?: number;
}

/**
 * So long the pump waits for more before it drains: what comes together shares a transaction and the pages it writes.
 * The journal is the record; the store is where it is looked up.
 */
const gatherMs = 250;
/** From the beginning of a drain that fails to the next: one that was waited for in vain for long is tried again at once. */
const retryMs = 1_000;

/** Keeps the store close behind the journal: one drain at a time, each up to the newest synced position. */
export class Pump {
  readonly #options: PumpOptions;
  #target: JournalPosition | undefined;
  #done: JournalPosition | undefined;
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Why it fails, as it was told last. */
  #failure: string | undefined;
  #stopped = false;

  constructor(options: PumpOptions) {
    this.#options = options;
  }

  /** Everything up to here may be drained. */
  synced(position: JournalPosition): void {
    const first = this.#target === undefined;
    this.#target = position;
    this.#later(first ? (this.#options.firstMs ?? gatherMs) : gatherMs);
  }

  /**
   * Drains at once up to the newest position.
   *
   * @throws what keeps it from doing so
   */
  async now(): Promise<void> {
    await this.#running;
    const target = this.#target;
    if (target === undefined || target === this.#done) return;
    await this.#options.drain(target);
    this.#done = target;
  }

  /** Stops for good; what is not drained yet is at the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #later(ms: number): void {
    if (this.#stopped || this.#running !== undefined) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#running = this.#drain();
    }, ms).unref();
  }

  async #drain(): Promise<void> {
    let wait = gatherMs;
    const began = performance.now();
    try {
      const target = this.#target;
      if (target !== undefined) await this.#options.drain(target);
      this.#done = target;
      if (this.#failure !== undefined) this.#options.onHealth(true);
      this.#failure = undefined;
    } catch (error) {
      wait = Math.max(0, began + retryMs - performance.now());
      const failure = String(error);
      if (failure !== this.#failure) this.#options.onHealth(false, error);
      this.#failure = failure;
    }
    this.#running = undefined;
    if (this.#target !== this.#done) this.#later(wait);
  }
}
