import { assertNever } from '../../../kernel/index.ts';
import {
  Authority,
  type BudgetTake,
  type Demand,
  distinct,
  leftOf,
  refusalOf,
  type SlotTake,
  type Taken,
  takenOf,
  usedAmount,
} from '../../../limits/index.ts';
import { SharedAmounts } from './shared-amounts.ts';
import type { SharedFile } from './shared-file.ts';
import { SharedSlots } from './shared-slots.ts';

/** What the limiter asks of the thread that owns the file. */
export type Errand =
  | { readonly kind: 'look' | 'take'; readonly demand: Demand }
  | {
      readonly kind: 'giveBack';
      readonly at: number;
      readonly taken: readonly Taken[];
      readonly slots: readonly string[];
    }
  | { readonly kind: 'release'; readonly slots: readonly string[] };

/** How it went. A refusal names its budget or slot by place, so that the demand need not travel back. */
export type ErrandResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'room' }
  | { readonly kind: 'taken'; readonly at: number; readonly remaining: readonly number[] }
  | { readonly kind: 'no slot'; readonly place: number }
  | { readonly kind: 'no room'; readonly place: number; readonly remaining: number; readonly retryAfterMs?: number };

/** The counters that processes share, with the authority over their time. */
export class Ledger {
  readonly #file: SharedFile;
  readonly #amounts: SharedAmounts;
  readonly #slots: SharedSlots;
  readonly #authority: Authority;
  #clock = 0;

  constructor(file: SharedFile, owner: string, slotTtlMs: number, machineTime: () => number) {
    this.#file = file;
    this.#amounts = new SharedAmounts(file);
    this.#slots = new SharedSlots(file, owner, slotTtlMs, machineTime);
    this.#authority = new Authority({ now: () => this.#clock, monotonic: machineTime });
  }

  /**
   * Runs errands in their order, as one transaction: all of them are on the disk when this returns, or none is.
   *
   * @param clock what the process's clock says, ms since the epoch
   */
  run(clock: number, errands: readonly Errand[]): ErrandResult[] {
    return this.#file.exclusively(() => {
      const now = this.#settleTime(clock);
      // Who only looks leaves nothing to be synced.
      if (errands.some((errand) => errand.kind !== 'look')) this.#record(now);
      return errands.map((errand) => this.#one(errand, now));
    });
  }

  /** Keeps the slots that this process holds from being taken for those of a dead one. */
  beat(): void {
    if (this.#slots.holding) this.#file.exclusively(() => this.#slots.beat());
  }

  close(): void {
    try {
      this.#file.exclusively(() => this.#slots.leave());
    } catch {
      // What could not be freed is free when this process has been silent for long enough.
    } finally {
      this.#file.close();
    }
  }

  /** No process counts by a time before one that another has counted by, whatever their clocks say. */
  #settleTime(clock: number): number {
    this.#clock = clock;
    this.#authority.recorded(Number(this.#file.get('SELECT at FROM clock')?.at ?? 0));
    return this.#authority.now();
  }

  #record(now: number): void {
    this.#file.run('UPDATE clock SET at = ? WHERE at < ?', now, now);
    this.#amounts.sweep(now);
  }

  #one(errand: Errand, now: number): ErrandResult {
    this.#amounts.forget();
    switch (errand.kind) {
      case 'look':
        return this.#refusal(errand.demand, now) ?? { kind: 'room' };
      case 'take':
        return this.#refusal(errand.demand, now) ?? this.#take(errand.demand, now);
      case 'giveBack':
        for (const taken of errand.taken) this.#amounts.subtract(taken, errand.at, now);
        this.#slots.release(errand.slots);
        return { kind: 'done' };
      case 'release':
        this.#slots.release(errand.slots);
        return { kind: 'done' };
      default:
        return assertNever(errand);
    }
  }

  #refusal(demand: Demand, now: number): ErrandResult | undefined {
    const no = refusalOf(demand, now, this.#amounts, this.#slots);
    if (no === undefined) return undefined;
    const wanted: readonly (BudgetTake | SlotTake)[] = no.code === 'concurrency' ? demand.slots : demand.budgets;
    const place = wanted.indexOf(no.refusedBy);
    if (no.code === 'concurrency') return { kind: 'no slot', place };
    const wait = no.retryAfterMs === undefined ? {} : { retryAfterMs: no.retryAfterMs };
    return { kind: 'no room', place, remaining: no.remaining ?? 0, ...wait };
  }

  #take(demand: Demand, now: number): ErrandResult {
    const remaining = distinct(demand.budgets).map((take) => {
      const left = Math.max(0, leftOf(take, this.#used(take, now)) - take.cost);
      if (take.cost > 0) this.#amounts.add(takenOf(take), now);
      return left;
    });
    this.#slots.hold(distinct(demand.slots).map((slot) => slot.key));
    return { kind: 'taken', at: now, remaining };
  }

  #used(take: BudgetTake, now: number): number {
    const oldest = this.#amounts.oldest(take, now);
    return usedAmount(take.align, this.#amounts.grid(take.windowMs), this.#amounts.amounts, oldest, now);
  }
}
