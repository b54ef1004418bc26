import type { BudgetTake, Demand, SlotTake } from './budget.ts';
import type { Grid } from './grid.ts';
import type { NoRoom } from './limiter.ts';
import { type Amounts, fits, leftOf, passesAt, usedAmount } from './room.ts';

/** What has to be known of the counters to judge a demand, wherever they are kept. */
export interface Books {
  readonly amounts: Amounts;
  grid(windowMs: number): Grid;
  /** First entry of what may still count against a budget at `now`, or `none`. */
  oldest(take: BudgetTake, now: number): number;
  /** Whether the family of a budget against which nothing counts has no room for one more value. */
  full(take: BudgetTake, now: number): boolean;
}

/** What has to be known of the calls in flight. */
export interface Flights {
  /** Whether one more may fly. */
  free(slot: SlotTake): boolean;
}

/**
 * Judges a demand, taking nothing: the one place where it is decided, for every adapter.
 *
 * @param now the authority's time, ms since the epoch
 * @param used what counts against each budget is put here, in their order: for who takes them next
 * @returns what refuses first and how long until all budgets have room; `undefined` when there is room for everything
 */
export function refusalOf(
  demand: Demand,
  now: number,
  books: Books,
  flights: Flights,
  used?: number[],
): NoRoom | undefined {
  let refusal: { readonly refusedBy: BudgetTake; readonly remaining: number } | undefined;
  let until: number | undefined = now;
  for (const take of demand.budgets) {
    const grid = books.grid(take.windowMs);
    const oldest = books.oldest(take, now);
    const counted = usedAmount(take.align, grid, books.amounts, oldest, now);
    used?.push(counted);
    if (!fits(take, counted)) {
      refusal ??= { refusedBy: take, remaining: leftOf(take, counted) };
      const passes = passesAt(take, grid, books.amounts, oldest, now);
      until = passes === undefined || until === undefined ? undefined : Math.max(until, passes);
    } else if (counted === 0 && take.cost > 0 && books.full(take, now)) {
      refusal ??= { refusedBy: take, remaining: 0 };
      until = undefined;
    }
  }
  if (refusal !== undefined) {
    const wait = until === undefined ? {} : { retryAfterMs: until - now };
    return { ok: false, code: 'rate_limited', ...refusal, ...wait };
  }
  const slot = demand.slots.find((wanted) => !flights.free(wanted));
  return slot === undefined ? undefined : { ok: false, code: 'concurrency', refusedBy: slot };
}
