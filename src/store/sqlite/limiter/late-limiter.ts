import type { Demand, Limiter, NoRoom, Receipt } from '../../../limits/index.ts';
import type { SqliteLimiter } from './sqlite-limiter.ts';

/**
 * Shared limits that are opened by the first call that takes something, or by `open`: where a policy limits nothing,
 * the thread is never started.
 */
export class LateLimiter implements Limiter {
  readonly #open: () => Promise<SqliteLimiter>;
  #opened: Promise<SqliteLimiter> | undefined;

  /** @param open called again after a failure */
  constructor(open: () => Promise<SqliteLimiter>) {
    this.#open = open;
  }

  /** @throws Fault `limits_unavailable` */
  async open(): Promise<void> {
    await this.#limiter();
  }

  async look(demand: Demand): Promise<NoRoom | { readonly ok: true }> {
    return (await this.#limiter()).look(demand);
  }

  async take(demand: Demand): Promise<NoRoom | Receipt> {
    return (await this.#limiter()).take(demand);
  }

  async giveBack(receipt: Receipt): Promise<void> {
    await (await this.#limiter()).giveBack(receipt);
  }

  async release(receipt: Receipt): Promise<void> {
    await (await this.#limiter()).release(receipt);
  }

  /** Frees the slots still held and closes the file, if it was ever opened. Nothing may be asked afterwards. */
  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined);
    await opened?.close();
  }

  #limiter(): Promise<SqliteLimiter> {
    this.#opened ??= this.#open().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }
}
