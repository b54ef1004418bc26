import type { BudgetTake, Demand, SlotTake } from './budget.ts';

/** What a budget has left after a take, for the decision's `_meta`. */
export interface Remaining {
  readonly take: BudgetTake;
  /** In millionths, never negative. */
  readonly remaining: number;
}

/** No room. Nothing was taken. */
export interface NoRoom {
  readonly ok: false;
  readonly code: 'rate_limited' | 'concurrency';
  /** The first of the demand's budgets (or, after all of those, slots) that has no room. */
  readonly refusedBy: BudgetTake | SlotTake;
  /** In millionths; only for a budget. */
  readonly remaining?: number;
  /** How long until all budgets of this very demand have room, in ms; absent where waiting cannot help or for slots. */
  readonly retryAfterMs?: number;
}

/** An amount that was taken, as the journal keeps it: what counters are rebuilt from. The cost in millionths, never 0. */
export interface Taken {
  readonly key: string;
  /** Absent where it equals `key`: the budget has no `per` values. */
  readonly family?: string;
  readonly windowMs: number;
  readonly align: 'sliding' | 'calendar';
  readonly cost: number;
}

/** Proof that a demand was taken: which amount went into which window. It is given back or released at most once. */
export interface Receipt {
  readonly ok: true;
  /** The authority's time of the take, ms since the epoch. */
  readonly at: number;
  readonly taken: readonly Taken[];
  readonly slots: readonly string[];
  readonly remaining: readonly Remaining[];
}

/**
 * Port: how often. Asynchronous so that a remote store fits; an embedded adapter answers without a promise and the
 * pipeline does not wait for what is there. A fault (the store is out of reach) is thrown as `limits_unavailable`.
 *
 * Guarantee (policy language, section 4): in no half-open interval as long as the window does the amount admitted
 * exceed `max`; an amount counts at most a sixtieth of the window longer, never less.
 */
export interface Limiter {
  /** Step 6 of judgement: is there room now? Takes nothing. */
  look(demand: Demand): NoRoom | { readonly ok: true } | Promise<NoRoom | { readonly ok: true }>;
  /** Step 8: all of it or nothing, atomically. */
  take(demand: Demand): NoRoom | Receipt | Promise<NoRoom | Receipt>;
  /** Not one byte was sent upstream: the amounts go back into the windows they came from. Slots are released too. */
  giveBack(receipt: Receipt): void | Promise<void>;
  /** The upstream has answered, or its connection or process is closed: the slots are free again. Amounts stay. */
  release(receipt: Receipt): void | Promise<void>;
}
