import { type Demand, type Taken, takenOf } from '../../src/limits/index.ts';
import type { Errand, ErrandResult } from '../../src/store/valkey/limiter/errand.ts';
import { OwnSlots } from '../../src/store/valkey/limiter/own-slots.ts';
import { Trips } from '../../src/store/valkey/limiter/trips.ts';
import type { Process } from './network.ts';
import type { Surroundings } from './surroundings.ts';

/** What was taken for a call. */
export interface Counted {
  readonly at: number;
  readonly taken: readonly Taken[];
}

const againMs = 150;

/**
 * A gateway's way to where it counts: the shipped {@link Trips}, and a connection that is made anew whenever an answer does
 * not come, with a number that what was given up cannot pass. It stands for `Membership`, which wants a server that runs
 * scripts (test/services).
 */
export class SimulatedCounting {
  readonly #process: Process;
  readonly #world: Surroundings;
  readonly #trips = new Trips();
  readonly #slots = new OwnSlots();
  #trip = 0;
  /** The last trip whose outcome is known. */
  #known = 0;
  #joining = false;

  constructor(process: Process, world: Surroundings) {
    this.#process = process;
    this.#world = world;
  }

  async open(): Promise<void> {
    await this.#join();
  }

  /** @returns `undefined` when there is no room. @throws Fault `limits_unavailable` */
  async take(demand: Demand): Promise<Counted | undefined> {
    const outcome = await this.#trips.ask({ kind: 'take', demand });
    return outcome.kind === 'taken' ? { at: outcome.at, taken: demand.budgets.map(takenOf) } : undefined;
  }

  giveBack({ at, taken }: Counted): void {
    void this.#trips.settle({ kind: 'giveBack', era: '', at, taken, slots: [] });
  }

  async #join(): Promise<void> {
    if (this.#joining) return;
    this.#joining = true;
    while (this.#process.alive) {
      const trip = this.#next();
      try {
        const last = await this.#ask(() => this.#world.counter.server.join(this.#process.name, trip));
        this.#joining = false;
        const ran = last > this.#known && this.#world.bug !== 'what is in doubt is given back again';
        return this.#trips.open((errands) => this.#travel(errands), this.#slots, ran);
      } catch {
        await this.#world.time.wait(againMs);
      }
    }
  }

  async #travel(errands: readonly Errand[]): Promise<readonly ErrandResult[] | 'not run'> {
    const trip = this.#next();
    try {
      const outcomes = await this.#ask(() => this.#world.counter.server.run(this.#process.name, trip, errands));
      if (outcomes === 'not run') this.#lost(new Error('the trip was given up'));
      else this.#known = trip;
      return outcomes;
    } catch (error) {
      this.#lost(error);
      throw error;
    }
  }

  #lost(cause: unknown): void {
    this.#trips.shut(cause);
    void this.#join();
  }

  #ask<T>(run: () => T): Promise<T> {
    return this.#world.network.ask(this.#process, this.#world.counter.process, run, true);
  }

  #next(): number {
    this.#trip += 1;
    return this.#trip;
  }
}
