import type { Receipt, Remaining, Taken } from './limiter.ts';

/** A receipt that knows whether it has been used: given back or released at most once, whoever tries how often. */
export class HeldReceipt implements Receipt {
  readonly ok = true;
  readonly at: number;
  readonly taken: readonly Taken[];
  readonly slots: readonly string[];
  readonly remaining: readonly Remaining[];
  #settled = false;

  constructor(at: number, taken: readonly Taken[], slots: readonly string[], remaining: readonly Remaining[]) {
    this.at = at;
    this.taken = taken;
    this.slots = slots;
    this.remaining = remaining;
  }

  /**
   * @returns whether this is the first time
   * @throws when the receipt is a copy, or comes from elsewhere: a slot that is silently not released is lost
   */
  static settle(receipt: Receipt): boolean {
    if (!(receipt instanceof HeldReceipt)) throw new TypeError('not a receipt of this limiter');
    if (receipt.#settled) return false;
    receipt.#settled = true;
    return true;
  }
}
