import type { Clock } from '../kernel/index.ts';
import { Authority } from './authority.ts';
import type { Demand } from './budget.ts';
import type { CounterSnapshot } from './counter-snapshot.ts';
import { type CounterName, Counters } from './counters.ts';
import { distinct, requireCountable } from './demand.ts';
import { HeldReceipt } from './held-receipt.ts';
import type { Limiter, NoRoom, Receipt, Remaining, Taken } from './limiter.ts';
import { refusalOf } from './refusal.ts';
import { leftOf } from './room.ts';
import { Slots } from './slots.ts';
import { takenOf } from './taken-of.ts';

/** The limiter of one process: it answers at once, and can be rebuilt from what a journal or a store has kept. */
export interface MemoryLimiter extends Limiter {
  look(demand: Demand): NoRoom | { readonly ok: true };
  take(demand: Demand): NoRoom | Receipt;
  giveBack(receipt: Receipt): void;
  release(receipt: Receipt): void;
  /**
   * Counts amounts that were taken before this process began. Any order will do, and what has expired is passed over.
   *
   * @param at the authority's time of the take, ms since the epoch; time never stands before it from then on
   */
  applyTaken(at: number, taken: readonly Taken[]): void;
  /** Undoes `applyTaken` of a call that was given back. `at` is the time of the take, as in its intent. */
  applyGivenBack(at: number, taken: readonly Taken[]): void;
  /** Counters in memory, those included that have expired and not been swept yet: a gauge. */
  readonly size: number;
}

/**
 * @param clock the authority (policy language, section 4: "Time is the authority's")
 * @param initial what a store has kept, rows in any order
 */
export function memoryLimiter(clock: Clock, initial?: CounterSnapshot): MemoryLimiter {
  return new InMemory(clock, initial);
}

class InMemory implements MemoryLimiter {
  readonly #authority: Authority;
  readonly #counters = new Counters();
  readonly #slots = new Slots();

  constructor(clock: Clock, initial?: CounterSnapshot) {
    this.#authority = new Authority(clock);
    if (initial === undefined) return;
    this.#authority.recorded(initial.at);
    for (const row of initial.rows) this.#restore(row, row.at, row.amount);
  }

  get size(): number {
    return this.#counters.size;
  }

  look(demand: Demand): NoRoom | { readonly ok: true } {
    requireCountable(demand);
    return refusalOf(demand, this.#authority.now(), this.#counters, this.#slots) ?? { ok: true };
  }

  take(demand: Demand): NoRoom | Receipt {
    requireCountable(demand);
    const now = this.#authority.now();
    this.#counters.sweep(now);
    const used: number[] = [];
    const refusal = refusalOf(demand, now, this.#counters, this.#slots, used);
    if (refusal !== undefined) return refusal;

    const taken: Taken[] = [];
    const remaining: Remaining[] = [];
    for (const take of distinct(demand.budgets)) {
      const before = used[demand.budgets.indexOf(take)] as number;
      remaining.push({ take, remaining: Math.max(0, leftOf(take, before) - take.cost) });
      if (take.cost === 0) continue;
      this.#counters.add(take, now, take.cost);
      taken.push(takenOf(take));
    }
    const slots = distinct(demand.slots).map((slot) => slot.key);
    for (const key of slots) this.#slots.hold(key);
    return new HeldReceipt(now, taken, slots, remaining);
  }

  giveBack(receipt: Receipt): void {
    if (!HeldReceipt.settle(receipt)) return;
    this.applyGivenBack(receipt.at, receipt.taken);
    for (const key of receipt.slots) this.#slots.release(key);
  }

  release(receipt: Receipt): void {
    if (!HeldReceipt.settle(receipt)) return;
    for (const key of receipt.slots) this.#slots.release(key);
  }

  applyTaken(at: number, taken: readonly Taken[]): void {
    for (const one of taken) this.#restore(one, at, one.cost);
  }

  applyGivenBack(at: number, taken: readonly Taken[]): void {
    const now = this.#authority.now();
    for (const one of taken) this.#counters.subtract(one, at, one.cost, now);
  }

  #restore(of: CounterName, at: number, amount: number): void {
    this.#authority.recorded(at);
    if (amount > 0 && at + of.windowMs > this.#authority.now()) this.#counters.add(of, at, amount);
  }
}
