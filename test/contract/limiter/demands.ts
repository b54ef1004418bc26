import type { BudgetTake, Demand, SlotTake } from '../../../src/limits/index.ts';

/** One whole unit, in the millionths that limits count. */
export const unit = 1_000_000;

/** A budget take with everything that a test does not care about filled in. */
export function budget(part: Partial<BudgetTake> = {}): BudgetTake {
  const key = part.key ?? 'k';
  return {
    key,
    family: key,
    windowMs: 60_000,
    align: 'sliding',
    max: 10 * unit,
    cost: unit,
    durable: false,
    rule: '/tools/t/limits/0',
    onDeny: undefined,
    counter: 'c',
    window: 'minute',
    ...part,
  };
}

export function slot(key = 's', max = 1): SlotTake {
  return { key, max, rule: '/tools/t/concurrency' };
}

export function demand(budgets: readonly BudgetTake[], slots: readonly SlotTake[] = []): Demand {
  return { budgets, slots };
}
