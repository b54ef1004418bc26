import type { BudgetTake, Demand } from '../../../src/limits/index.ts';

interface Entry {
  readonly at: number;
  readonly key: string;
  readonly cost: number;
  givenBack: boolean;
}

/**
 * The oracle: every amount admitted, with its exact time, kept for ever and summed afresh for every question. It knows
 * the guarantee of the policy language, section 4, and nothing of granules.
 */
export class ExactLog {
  readonly #entries: Entry[] = [];

  /** @returns a function that gives these amounts back */
  admit(at: number, demand: Demand): () => void {
    const keys = new Map(demand.budgets.toReversed().map((take) => [take.key, take]));
    const entries = [...keys.values()].map(({ key, cost }) => ({ at, key, cost, givenBack: false }));
    this.#entries.push(...entries);
    return () => {
      for (const entry of entries) entry.givenBack = true;
    };
  }

  /** Whether admitting now keeps the guarantee: no interval of the window's length holds more than `max`. */
  allows(now: number, demand: Demand): boolean {
    return demand.budgets.every((take) => this.#fits(take, from(take, now)));
  }

  /** Whether it would be kept even if every amount counted a sixtieth of its window longer. */
  allowsGenerously(now: number, demand: Demand): boolean {
    return demand.budgets.every((take) => {
      const longer = take.align === 'sliding' ? take.windowMs / 60 : 0;
      return this.#fits(take, from(take, now) - longer);
    });
  }

  #fits(take: BudgetTake, since: number): boolean {
    if (take.cost === 0) return true;
    let sum = BigInt(take.cost);
    for (const entry of this.#entries) {
      if (entry.key === take.key && !entry.givenBack && entry.at > since) sum += BigInt(entry.cost);
    }
    return sum <= BigInt(take.max);
  }
}

/** The latest moment that no longer counts. */
function from(take: BudgetTake, now: number): number {
  if (take.align === 'sliding') return now - take.windowMs;
  // Spelled with dates, so that nothing of the grid's arithmetic is repeated here.
  const date = new Date(now);
  date.setUTCMilliseconds(0);
  date.setUTCSeconds(0);
  if (take.windowMs >= 3_600_000) date.setUTCMinutes(0);
  if (take.windowMs >= 86_400_000) date.setUTCHours(0);
  if (take.windowMs === 604_800_000) date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.getTime() - 1;
}
