/** Thrown when a judgement has used up its steps; the judge turns it into `policy_error`. */
export class OverBudget extends Error {}

/**
 * Counts the steps of one judgement, so that no call stalls the process. Steps are counted, never time: the same call
 * gets the same answer on every machine. One step is about what a look at one value costs.
 */
export class Meter {
  #left: number;
  /** Made when it is asked for: few judgements do. */
  #keys: Map<object, number> | undefined;

  constructor(steps: number) {
    this.#left = steps;
  }

  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new OverBudget();
  }

  /** How many keys an object has: counted, and paid for, once a judgement, however many conditions ask. */
  keysOf(value: object): number {
    this.#keys ??= new Map();
    let count = this.#keys.get(value);
    if (count === undefined) {
      count = Object.keys(value).length;
      this.#keys.set(value, count);
      this.spend(count);
    }
    return count;
  }
}

/** Steps of one judgement. Measured so that the worst spends them in well under 50 ms. */
export const stepsPerJudgement = 500_000;
