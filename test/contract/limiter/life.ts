import { manualClock } from '../../../src/kernel/index.ts';
import {
  type Demand,
  type MemoryLimiter,
  memoryLimiter,
  type NoRoom,
  type Receipt,
} from '../../../src/limits/index.ts';
import { ExactLog } from './exact-log.ts';
import { KeptCounters } from './kept-counters.ts';
import type { Step } from './schedule.ts';

interface Held {
  readonly receipt: Receipt;
  readonly undo: () => void;
}

/** What a life has seen, so that a run that tests nothing can be told from one that does. */
export interface Seen {
  admitted: number;
  refused: number;
  waited: number;
  restarts: number;
}

/**
 * A limiter in memory, the oracle beside it, and a journal of takes as the product keeps one. Every answer is checked;
 * the first that breaks a promise throws.
 */
export class Life {
  readonly seen: Seen = { admitted: 0, refused: 0, waited: 0, restarts: 0 };
  readonly #log = new ExactLog();
  readonly #kept = new KeptCounters();
  /** As the journal has it: takes and what was given back, in the order in which they were written. */
  readonly #journal: { readonly back: boolean; readonly receipt: Receipt }[] = [];
  readonly #shuffle: <T>(items: readonly T[]) => readonly T[];
  #wall = Date.UTC(2026, 2, 4, 12);
  #latest = 0;
  #clock = manualClock(this.#wall);
  #limiter: MemoryLimiter = memoryLimiter(this.#clock);
  #held: Held[] = [];

  /** @param shuffle how a store happens to return what it has kept */
  constructor(shuffle: <T>(items: readonly T[]) => readonly T[] = (items) => items.toReversed()) {
    this.#shuffle = shuffle;
  }

  step(step: Step): void {
    switch (step.kind) {
      case 'take':
        this.#take(step.demand);
        return;
      case 'look':
        this.#agree(step.demand, this.#limiter.look(step.demand));
        return;
      case 'giveBack':
      case 'release':
        this.#settle(step.kind, step.which);
        return;
      case 'advance':
        this.#wall += step.ms;
        this.#clock.advance(step.ms);
        return;
      case 'restart':
        this.#restart(step.skewMs, step.from);
        return;
    }
  }

  #take(demand: Demand): void {
    const looked = this.#limiter.look(demand);
    const answer = this.#limiter.take(demand);
    if (looked.ok !== answer.ok) throw new Error('look and take disagree');
    this.#agree(demand, answer);
    if (!answer.ok) return;
    this.#held.push({ receipt: answer, undo: this.#log.admit(answer.at, demand) });
    this.#kept.take(answer);
    this.#journal.push({ back: false, receipt: answer });
    this.#latest = Math.max(this.#latest, answer.at);
    this.seen.admitted++;
  }

  /** The two promises, and the exactness of what is said about waiting. */
  #agree(demand: Demand, answer: NoRoom | { readonly ok: true }): void {
    const now = this.#now();
    if (answer.ok) {
      if (!this.#log.allows(now, demand)) throw new Error(`overshoot at ${now}`);
      return;
    }
    this.seen.refused++;
    if (answer.code === 'concurrency') return;
    if (this.#log.allowsGenerously(now, demand)) throw new Error(`more conservative than a sixtieth at ${now}`);
    const never = demand.budgets.some((take) => take.cost > take.max);
    if (never !== (answer.retryAfterMs === undefined)) throw new Error('says to wait in vain, or not to wait');
    if (answer.retryAfterMs !== undefined) this.#checkWait(demand.budgets, answer.retryAfterMs);
  }

  /** Asks copies of the limiter at the moment named and a millisecond before it. */
  #checkWait(budgets: Demand['budgets'], waitMs: number): void {
    const now = this.#now();
    const snapshot = this.#kept.snapshot(now);
    const at = (ms: number) => memoryLimiter(manualClock(now + ms), snapshot).look({ budgets, slots: [] }).ok;
    if (at(waitMs - 1) || !at(waitMs)) throw new Error(`the wait of ${waitMs} ms is not exact`);
    this.seen.waited++;
  }

  #settle(kind: 'giveBack' | 'release', which: number): void {
    const held = this.#held[which];
    if (held === undefined) return;
    // Twice, because settling twice must be as good as once.
    for (let i = 0; i < 2; i++) this.#limiter[kind](held.receipt);
    this.#held = this.#held.toSpliced(which, 1);
    if (kind === 'release') return;
    held.undo();
    this.#kept.giveBack(held.receipt);
    this.#journal.push({ back: true, receipt: held.receipt });
  }

  #restart(skewMs: number, from: 'snapshot' | 'journal'): void {
    const { at, rows } = this.#kept.snapshot(this.#now());
    this.#wall += skewMs;
    if (from === 'snapshot') {
      // The limiter itself must see that the wall clock may stand before the snapshot.
      this.#clock = manualClock(this.#wall);
      this.#limiter = memoryLimiter(this.#clock, { at, rows: this.#shuffle(rows) });
      this.#latest = Math.max(this.#latest, at);
    } else {
      this.#clock = manualClock(Math.max(this.#wall, this.#latest));
      this.#limiter = memoryLimiter(this.#clock);
      for (const back of [false, true]) {
        for (const entry of this.#shuffle(this.#journal)) {
          if (entry.back !== back) continue;
          const { at, taken } = entry.receipt;
          if (back) this.#limiter.applyGivenBack(at, taken);
          else this.#limiter.applyTaken(at, taken);
        }
      }
    }
    this.#held = [];
    this.seen.restarts++;
  }

  #now(): number {
    const receipt = this.#limiter.take({ budgets: [], slots: [] });
    if (!receipt.ok) throw new Error('nothing is refused');
    return receipt.at;
  }
}
