/**
 * How often. Sliding windows whose guarantee holds at every instant, all-or-none over several budgets, slots for calls
 * in flight. It counts what it is told to count and never reads a policy. Time is the authority's, passed in.
 */
export type { BudgetTake, Demand, SlotTake } from './budget.ts';
export type { Limiter, NoRoom, Receipt, Remaining } from './limiter.ts';
