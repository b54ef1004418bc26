import { Fault } from '../kernel/index.ts';
import type { BudgetTake, Demand } from './budget.ts';
import { longestWindowMs } from './grid.ts';
import { mostAmount } from './room.ts';

/**
 * The items of a demand with each key once: a call takes each budget once, however many entries name it. They agree in
 * `max` and `cost` (the policy sees to it), so the first one stands for all.
 */
export function distinct<T extends { readonly key: string }>(items: readonly T[]): readonly T[] {
  if (items.length < 2) return items;
  const byKey = new Map<string, T>();
  for (const item of items) if (!byKey.has(item.key)) byKey.set(item.key, item);
  return byKey.size === items.length ? items : [...byKey.values()];
}

/**
 * Refuses to count what cannot be counted exactly, rather than to count it wrongly.
 *
 * @throws Fault `limits_unavailable`
 */
export function requireCountable(demand: Demand): void {
  for (const take of demand.budgets) {
    if (!isWhole(take.cost, 0, mostAmount) || !isWhole(take.max, 0, mostAmount)) throw uncountable(take);
    if (!isWhole(take.windowMs, 1, longestWindowMs)) throw uncountable(take);
  }
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function uncountable(take: BudgetTake): Fault {
  const cause = new Error(`budget "${take.counter}": cost ${take.cost}, max ${take.max}, window ${take.windowMs} ms`);
  return new Fault('limits_unavailable', 'A limit of this call cannot be counted.', cause);
}
