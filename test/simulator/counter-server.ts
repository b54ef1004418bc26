import { type BudgetTake, type MemoryLimiter, memoryLimiter, type Taken } from '../../src/limits/index.ts';
import type { Errand, ErrandResult } from '../../src/store/valkey/limiter/errand.ts';
import type { Bug } from './bugs.ts';
import type { VirtualTime } from './virtual-time.ts';

type Entry =
  | { readonly kind: 'taken'; readonly at: number; readonly taken: readonly Taken[] }
  | { readonly kind: 'given back'; readonly at: number; readonly taken: readonly Taken[] };

/**
 * Where gateways count: the rules are those of the shipped limiter, on a clock that steps. What it has decided is on its
 * disk before anybody is told; when it crashes it counts again from there. A trip whose number has passed is not run, as in
 * the script of `src/store/valkey`.
 */
export class CounterServer {
  readonly #time: VirtualTime;
  readonly #bug: Bug | undefined;
  readonly #disk: Entry[] = [];
  readonly #fences = new Map<string, number>();
  #limiter: MemoryLimiter;
  #ahead = 0;

  constructor(time: VirtualTime, bug: Bug | undefined) {
    this.#time = time;
    this.#bug = bug;
    this.#limiter = this.#begin();
  }

  /** Its clock is wrong by so much more from now on, in ms. */
  step(ms: number): void {
    this.#ahead += ms;
  }

  /** It dies and counts again what is on its disk. */
  restart(): void {
    this.#limiter = this.#begin();
    if (this.#bug === 'a restart forgets what was counted') return;
    for (const { kind, at, taken } of this.#disk) {
      if (kind === 'taken') this.#limiter.applyTaken(at, taken);
      else this.#limiter.applyGivenBack(at, taken);
    }
  }

  /** @returns the number of the last trip of this owner that was run: none before `trip` is from now on */
  join(owner: string, trip: number): number {
    const last = this.#fences.get(owner) ?? -1;
    this.#fences.set(owner, Math.max(last, trip));
    return last;
  }

  run(owner: string, trip: number, errands: readonly Errand[]): readonly ErrandResult[] | 'not run' {
    const last = this.#fences.get(owner) ?? -1;
    if (trip <= last && this.#bug !== 'a trip that was given up is run later') return 'not run';
    this.#fences.set(owner, Math.max(last, trip));
    return errands.map((errand) => this.#one(errand));
  }

  #one(errand: Errand): ErrandResult {
    if (errand.kind === 'giveBack') {
      this.#disk.push({ kind: 'given back', at: errand.at, taken: errand.taken });
      this.#limiter.applyGivenBack(errand.at, errand.taken);
      return { kind: 'done' };
    }
    if (errand.kind === 'look') throw new Error('nobody looks here');
    const answer = this.#limiter.take(errand.demand);
    if (!answer.ok) return { kind: 'no room', place: 0, remaining: answer.remaining ?? 0 };
    const { at, taken } = answer;
    this.#disk.push({ kind: 'taken', at, taken });
    return { kind: 'taken', at, era: '', remaining: answer.remaining.map(({ remaining }) => remaining) };
  }

  #begin(): MemoryLimiter {
    return memoryLimiter({ now: () => 1e12 + this.#time.now + this.#ahead, monotonic: () => this.#time.now });
  }
}

/** A budget of the simulation. */
export function budgetOf(key: string, windowMs: number, max: number, cost: number): BudgetTake {
  const sentence = { rule: '/limits/0', onDeny: undefined, counter: key, window: `${windowMs} ms` };
  return { key, family: key, windowMs, align: 'sliding', max, cost, durable: false, ...sentence };
}
