import type { BudgetTake } from './budget.ts';
import type { Taken } from './limiter.ts';

/** What the journal keeps of a take. */
export function takenOf({ key, family, windowMs, align, cost }: BudgetTake): Taken {
  return key === family ? { key, windowMs, align, cost } : { key, family, windowMs, align, cost };
}
