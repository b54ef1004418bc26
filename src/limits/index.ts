/**
 * How often. It decides whether a call still fits into its budgets and slots, takes all of them or none, and says how
 * long to wait. It counts what it is told to count and never reads a policy; time is the authority's.
 *
 * Invariants, for every adapter of the port (`test/contract/limiter`):
 * - In no half-open interval as long as a window does the amount admitted exceed `max`; `align: 'calendar'` promises
 *   that for calendar periods only.
 * - An amount counts at most a sixtieth of its window too long, never too short, also after a restart.
 * - A refusal takes nothing. What is given back goes into the window that it came from, and into no other.
 *
 * The composition root needs `memoryLimiter`; what else is exported as a value is for adapters of the port, which keep
 * the amounts elsewhere and decide by the same functions.
 */
export { Authority } from './authority.ts';
export type { BudgetTake, Demand, SlotTake } from './budget.ts';
export type { CounterRow, CounterSnapshot } from './counter-snapshot.ts';
export { mostValues } from './counters.ts';
export { distinct, requireCountable } from './demand.ts';
export { type Grid, granuleOf, gridOf } from './grid.ts';
export { HeldReceipt } from './held-receipt.ts';
export type { Limiter, NoRoom, Receipt, Remaining, Taken } from './limiter.ts';
export { type MemoryLimiter, memoryLimiter } from './memory-limiter.ts';
export { type Books, type Flights, refusalOf } from './refusal.ts';
export { type Amounts, countsFrom, leftOf, mostAmount, none, usedAmount } from './room.ts';
export { splitLimiter } from './split-limiter.ts';
export { takenOf } from './taken-of.ts';
