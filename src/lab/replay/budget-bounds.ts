import { manualClock } from '../../kernel/index.ts';
import { type BudgetTake, distinct, memoryLimiter, type NoRoom, takenOf } from '../../limits/index.ts';

/**
 * Budgets of which it is not always known what was taken: two limiters, one that counts what was surely taken and one
 * that counts whatever may have been. What was really taken lies between the two at every moment, so that an answer
 * which both give is the answer; nothing is said where they differ.
 */
export class BudgetBounds {
  readonly #clock = manualClock();
  readonly #surely = memoryLimiter(this.#clock);
  readonly #possibly = memoryLimiter(this.#clock);
  /** Budgets, by their identity without scope and values, of which an unknown amount may have been taken; until when. */
  readonly #unknown = new Map<string, number>();

  /** @returns false where time would go back: nothing can be said of budgets then */
  moveTo(now: number): boolean {
    if (now < this.#clock.now()) return false;
    this.#clock.set(now);
    return true;
  }

  /** @param bases identities of the budgets without scope and values */
  ask(budgets: readonly BudgetTake[], bases: readonly string[]): 'room' | 'unsure' | NoRoom {
    if (budgets.length === 0) return 'room';
    if (bases.some((base) => (this.#unknown.get(base) ?? 0) > this.#clock.now())) return 'unsure';
    const [least, most] = [this.#surely.look({ budgets, slots: [] }), this.#possibly.look({ budgets, slots: [] })];
    if (most.ok) return 'room';
    return !least.ok && least.refusedBy.rule === most.refusedBy.rule ? least : 'unsure';
  }

  /** Takes what there is room for; of a call that sent nothing, not for long. */
  take(budgets: readonly BudgetTake[], givenBack: boolean): void {
    for (const limiter of [this.#surely, this.#possibly]) {
      const taken = limiter.take({ budgets, slots: [] });
      if (taken.ok && givenBack) limiter.giveBack(taken);
    }
  }

  /** Somebody may have taken this, room or not. */
  mayTake(budgets: readonly BudgetTake[]): void {
    this.#possibly.applyTaken(this.#clock.now(), distinct(budgets).map(takenOf));
  }

  /** Somebody may have taken any amount of one of these, with any value. */
  mayTakeAny(budgets: readonly { readonly base: string; readonly windowMs: number }[]): void {
    for (const { base, windowMs } of budgets) {
      // An amount counts at most a sixtieth of its window longer.
      const until = this.#clock.now() + windowMs + Math.ceil(windowMs / 60) + 1;
      this.#unknown.set(base, Math.max(until, this.#unknown.get(base) ?? 0));
    }
  }
}
