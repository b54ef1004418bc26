import type { BudgetTake } from './budget.ts';
import { type Grid, periodStart } from './grid.ts';

/** The end of a chain of amounts. */
export const none = -1;

/** The largest sum that is counted exactly; a budget's `max` is never above it. In millionths. */
export const mostAmount = 2 ** 53;

/** How the amounts of budgets are read: chains of entries, oldest first, ended by `none`. */
export interface Amounts {
  /** Time of the latest take in the entry, ms since the epoch. */
  at(entry: number): number;
  /** In millionths, more than 0. */
  amount(entry: number): number;
  next(entry: number): number;
}

/**
 * The earliest time that still counts at `now`. Sliding: less than a window back, so that no half-open interval as long
 * as the window holds more than was admitted against it. Calendar: the start of the current period.
 */
export function countsFrom(align: BudgetTake['align'], grid: Grid, now: number): number {
  return align === 'calendar' ? periodStart(grid, now) : now - grid.windowMs + 1;
}

/**
 * What counts against a budget at `now`.
 *
 * @returns millionths; a sum above `mostAmount` is reported as `mostAmount`, which no budget has room beside
 */
export function usedAmount(
  align: BudgetTake['align'],
  grid: Grid,
  amounts: Amounts,
  oldest: number,
  now: number,
): number {
  const from = countsFrom(align, grid, now);
  let used = 0;
  for (let entry = oldest; entry !== none; entry = amounts.next(entry)) {
    // Both operands are at most 2^53, so rounding cannot bring a larger sum down below it.
    if (amounts.at(entry) >= from) used = Math.min(used + amounts.amount(entry), mostAmount);
  }
  return used;
}

/**
 * Whether a cost fits beside what is used. Written as a difference: a sum near 2^53 could be rounded down onto `max`.
 * A cost of 0 passes a full budget, and one whose `max` has been lowered below what was used.
 */
export function fits(take: BudgetTake, used: number): boolean {
  return take.cost === 0 || take.cost <= take.max - used;
}

/** What a budget has left, in millionths, never negative. */
export function leftOf(take: BudgetTake, used: number): number {
  return Math.max(0, take.max - used);
}

/**
 * The first moment at which a cost that does not fit now would fit, if nothing else is taken meanwhile.
 *
 * @returns ms since the epoch, or `undefined` when it never will: a cost above `max`
 */
export function passesAt(
  take: BudgetTake,
  grid: Grid,
  amounts: Amounts,
  oldest: number,
  now: number,
): number | undefined {
  if (take.cost > take.max) return undefined;
  if (take.align === 'calendar') return periodStart(grid, now) + grid.windowMs;
  let used = usedAmount(take.align, grid, amounts, oldest, now);
  let moment = now;
  for (let entry = oldest; entry !== none && !fits(take, used); entry = amounts.next(entry)) {
    const leaves = amounts.at(entry) + grid.windowMs;
    if (leaves <= now) continue;
    used -= amounts.amount(entry);
    moment = leaves;
  }
  return moment;
}
