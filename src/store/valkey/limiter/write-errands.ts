import { distinct, gridOf, type Taken } from '../../../limits/index.ts';
import type { Errand } from './errand.ts';

/** The identity of a counter, with how its time is divided: what the scripts' `budget()` reads. */
export function writeBudget({
  key,
  family,
  windowMs,
}: Pick<Taken, 'key' | 'family' | 'windowMs'>): (string | number)[] {
  const { granuleMs, originMs } = gridOf(windowMs);
  const named = family === undefined || family === key ? '' : `.${family}`;
  return [key, named, windowMs, granuleMs, originMs];
}

/**
 * Errands as arguments of `runScript`. A budget that several of them take is spelled once and then goes by its number:
 * most calls of a moment take from the same budgets.
 */
export function writeErrands(errands: readonly Errand[], era: string): (string | number)[] {
  const numbers = new Map<string, number>();
  const budgets: (string | number)[] = [];
  const numberOf = (budget: Pick<Taken, 'key' | 'family' | 'windowMs'>): number => {
    const identity = `${budget.windowMs}:${budget.key}`;
    const known = numbers.get(identity);
    if (known !== undefined) return known;
    budgets.push(...writeBudget(budget));
    numbers.set(identity, numbers.size + 1);
    return numbers.size;
  };
  const written: (string | number)[] = [errands.length];
  for (const errand of errands) {
    written.push(errand.kind);
    if (errand.kind === 'giveBack') {
      const given = errand.era === era ? errand.taken : [];
      written.push(errand.at, given.length);
      for (const taken of given) written.push(numberOf(taken), taken.cost);
      written.push(errand.slots.length, ...errand.slots);
    } else {
      const takes = errand.demand.budgets;
      const slots = distinct(errand.demand.slots);
      written.push(takes.length);
      for (const take of takes) written.push(numberOf(take), take.align, take.max, take.cost);
      written.push(slots.length);
      for (const { key, max } of slots) written.push(key, max);
    }
  }
  return [numbers.size, ...budgets, ...written];
}
