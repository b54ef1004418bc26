import { Fault } from '../../../kernel/index.ts';
import { distinct } from '../../../limits/index.ts';
import type { Errand, ErrandResult } from './errand.ts';
import type { OwnSlots } from './own-slots.ts';

type GiveBack = Extract<Errand, { kind: 'giveBack' }>;

interface Waiting {
  readonly errand: Errand;
  readonly resolve: (outcome: ErrandResult) => void;
  readonly reject: (fault: Fault) => void;
}

/** Runs one trip. @throws when nobody knows whether it was run */
export type Runner = (errands: readonly Errand[]) => Promise<readonly ErrandResult[] | 'not run'>;

/** Most errands of one trip: all gateways wait for the script. */
const mostErrands = 256;

/** Who has come first waits for others so many turns of the event loop at most. */
const mostTurns = 64;

/**
 * Puts what is asked into trips: one is under way at a time, and what is asked meanwhile shares the next one, which sets out
 * when a turn of the event loop has brought nobody more. Whoever is alone waits for one empty turn, some microseconds; in a
 * gateway that is at work, turns are full of calls on their way here, and each that shares a trip saves one. While there is
 * no way to the server, what asks is refused at once and what gives back is kept.
 */
export class Trips {
  #run: Runner | undefined;
  #slots: OwnSlots | undefined;
  #waiting: Waiting[] = [];
  #owed: GiveBack[] = [];
  /** Given back in a trip of which nobody knows yet whether it was run: twice, a limit would let too much through. */
  #doubtful: GiveBack[] = [];
  #scheduled = false;
  #underWay = false;
  #cause: unknown;
  count = 0;

  /**
   * From now on trips can be made. What is owed goes first.
   *
   * @param ran whether a trip that was under way when the last connection ended was run
   */
  open(run: Runner, slots: OwnSlots, ran: boolean): void {
    this.#run = run;
    this.#slots = slots;
    const owed = ran ? this.#owed : [...this.#doubtful, ...this.#owed];
    this.#owed = [];
    this.#doubtful = [];
    for (const errand of owed) void this.settle(errand);
    this.#schedule();
  }

  /**
   * No trip can be made any more.
   *
   * @param cause for whoever is refused from now on
   */
  shut(cause: unknown): void {
    this.#run = undefined;
    this.#cause = cause;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#fail(waiting);
  }

  /** @throws Fault `limits_unavailable` */
  ask(errand: Exclude<Errand, GiveBack>): Promise<ErrandResult> {
    return new Promise((resolve, reject) => {
      if (this.#run === undefined) return reject(this.#unavailable());
      this.#waiting.push({ errand, resolve, reject });
      this.#schedule();
    });
  }

  /** Gives something back, now or later. */
  settle(errand: GiveBack): Promise<void> {
    return new Promise((resolve) => {
      if (this.#run === undefined) {
        this.#owe(errand);
        return resolve();
      }
      this.#waiting.push({ errand, resolve: () => resolve(), reject: () => resolve() });
      this.#schedule();
    });
  }

  #schedule(): void {
    if (this.#scheduled || this.#underWay) return;
    this.#scheduled = true;
    this.#gather(0, 0);
  }

  /** @param before how many were waiting a turn ago. @param turns that have passed */
  #gather(before: number, turns: number): void {
    setImmediate(() => {
      const now = this.#waiting.length;
      if (now > before && now < mostErrands && turns < mostTurns) return this.#gather(now, turns + 1);
      this.#scheduled = false;
      void this.#go();
    });
  }

  async #go(): Promise<void> {
    const run = this.#run;
    if (run === undefined || this.#underWay || this.#waiting.length === 0) return;
    const trip = this.#waiting.splice(0, mostErrands);
    this.#underWay = true;
    this.count += 1;
    try {
      const outcomes = await run(trip.map(({ errand }) => errand));
      if (outcomes === 'not run') this.#fail(trip);
      else this.#answer(trip, outcomes);
    } catch {
      for (const { errand, reject } of trip) {
        if (errand.kind === 'giveBack' && errand.taken.length > 0) this.#doubtful.push({ ...errand, slots: [] });
        reject(this.#unavailable());
      }
    } finally {
      this.#underWay = false;
      if (this.#waiting.length > 0) this.#schedule();
    }
  }

  #answer(trip: readonly Waiting[], outcomes: readonly ErrandResult[]): void {
    for (const [place, { errand, resolve, reject }] of trip.entries()) {
      const outcome = outcomes[place];
      if (outcome === undefined) {
        reject(this.#unavailable());
        continue;
      }
      if (outcome.kind === 'taken' && errand.kind === 'take') {
        for (const { key } of distinct(errand.demand.slots)) this.#slots?.hold(key);
      }
      resolve(outcome);
    }
  }

  /** Nothing of these has happened. */
  #fail(waiting: readonly Waiting[]): void {
    for (const { errand, reject } of waiting) {
      if (errand.kind === 'giveBack') this.#owe(errand);
      reject(this.#unavailable());
    }
  }

  /** Slots are not owed: whoever joins says which ones it holds. */
  #owe(errand: GiveBack): void {
    if (errand.taken.length > 0) this.#owed.push({ ...errand, slots: [] });
  }

  #unavailable(): Fault {
    return new Fault('limits_unavailable', 'The limits of this call cannot be counted at the moment.', this.#cause);
  }
}
