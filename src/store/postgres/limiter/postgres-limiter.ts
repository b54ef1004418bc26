import { type Clock, Fault, newId } from '../../../kernel/index.ts';
import {
  Authority,
  type Demand,
  distinct,
  HeldReceipt,
  type Limiter,
  type NoRoom,
  type Receipt,
  requireCountable,
  takenOf,
} from '../../../limits/index.ts';
import { transact } from '../connection.ts';
import { limitLock } from '../locks.ts';
import { newPool } from '../new-pool.ts';
import type { Errand, ErrandResult } from './errand.ts';
import { type LimiterMember, runErrands } from './run-errands.ts';
import { beat } from './write-changes.ts';

export interface PostgresLimiterOptions {
  /** How long after its last sign of life the slots of a process are free, in ms; 30,000 when absent. */
  readonly slotTtlMs?: number;
  /** ms since the epoch; the server's clock when absent, as it is where several count. */
  readonly now?: () => number;
}

/** Most errands of one transaction: other replicas wait for it. */
const mostErrands = 256;

/** How long a call waits for its limits, in ms, where the database takes connections and answers nothing. */
const answerMs = 1_500;

/** How long nothing is tried after a transaction has failed, in ms: twice as long each time, up to the last. */
const pauses = [50, 100, 200, 400, 800] as const;

interface Waiting {
  readonly errand: Errand;
  readonly resolve: (outcome: ErrandResult) => void;
  readonly reject: (fault: Fault) => void;
}

/**
 * The limits of all replicas, in the installation's database: as durable as what it confirms, by the server's clock, and
 * exact, because they are counted one transaction after the other. What is asked while one is under way shares the next
 * one, so the number of transactions does not grow with the load.
 *
 * Where it is not known whether a transaction was committed, the call is refused: amounts are counted once too often then,
 * never once too little.
 */
export class PostgresLimiter implements Limiter {
  readonly #pool: ReturnType<typeof newPool>;
  readonly #owner = newId();
  readonly #slotTtlMs: number;
  readonly #now: (() => number) | undefined;
  readonly #authority: Authority;
  readonly #heart: NodeJS.Timeout;
  #clock = 0;
  #slots = new Map<string, number>();
  #unsure = false;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #failures = 0;
  #closed = false;

  /** @param url `postgres://…` of a database that is prepared. @param clock for durations */
  constructor(url: string, clock: Pick<Clock, 'monotonic'>, { slotTtlMs = 30_000, now }: PostgresLimiterOptions = {}) {
    this.#pool = newPool(url, 2, { answerMs });
    this.#slotTtlMs = slotTtlMs;
    this.#now = now;
    this.#authority = new Authority({ now: () => this.#clock, monotonic: () => clock.monotonic() });
    this.#heart = setInterval(() => void this.#beat(), slotTtlMs / 3).unref();
  }

  async look(demand: Demand): Promise<NoRoom | { readonly ok: true }> {
    requireCountable(demand);
    const outcome = await this.#run({ kind: 'look', demand });
    return outcome.kind === 'refused' ? outcome.no : { ok: true };
  }

  async take(demand: Demand): Promise<NoRoom | Receipt> {
    requireCountable(demand);
    const outcome = await this.#run({ kind: 'take', demand });
    if (outcome.kind === 'refused') return outcome.no;
    if (outcome.kind !== 'taken') throw unavailable(new Error(`a take was answered with ${outcome.kind}`));
    const taken = distinct(demand.budgets).filter(({ cost }) => cost > 0);
    const slots = distinct(demand.slots).map(({ key }) => key);
    return new HeldReceipt(outcome.at, taken.map(takenOf), slots, outcome.remaining);
  }

  async giveBack(receipt: Receipt): Promise<void> {
    if (!HeldReceipt.settle(receipt)) return;
    const { at, taken, slots } = receipt;
    if (taken.length > 0 || slots.length > 0) await this.#run({ kind: 'giveBack', at, taken, slots });
  }

  async release(receipt: Receipt): Promise<void> {
    if (!HeldReceipt.settle(receipt)) return;
    const { at, slots } = receipt;
    if (slots.length > 0) await this.#run({ kind: 'giveBack', at, taken: [], slots });
  }

  /** Frees the slots still held. Nothing may be asked afterwards. */
  async close(): Promise<void> {
    clearInterval(this.#heart);
    this.#closed = true;
    await this.#running;
    // What cannot be freed is free when this process has been silent for long enough.
    await transact(this.#pool, (on) => on.query('DELETE FROM limit_owner WHERE owner = $1', [this.#owner])).catch(
      () => undefined,
    );
    await this.#pool.end();
  }

  #run(errand: Errand): Promise<ErrandResult> {
    if (this.#closed) return Promise.reject(unavailable(new Error('the limiter is closed')));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ errand, resolve, reject });
      this.#running ??= this.#work();
    });
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const some = this.#waiting.splice(0, mostErrands);
      const errands = some.map(({ errand }) => errand);
      const slots = new Map(this.#slots);
      try {
        const outcomes = await transact(this.#pool, (on) => runErrands(on, this.#member(slots), errands), turn);
        for (const [key, held] of slots) if (held === 0) slots.delete(key);
        this.#slots = slots;
        this.#unsure = false;
        this.#failures = 0;
        for (const [place, { resolve, reject }] of some.entries()) {
          const outcome = outcomes[place];
          if (outcome === undefined) reject(unavailable(new Error('an errand was not answered')));
          else resolve(outcome);
        }
      } catch (error) {
        await this.#failed(some, error);
      }
    }
    this.#running = undefined;
  }

  /** What was to be freed is freed here, and there with the next transaction that succeeds; all else is refused. */
  async #failed(some: readonly Waiting[], error: unknown): Promise<void> {
    this.#unsure = true;
    for (const { errand, resolve, reject } of some) {
      if (errand.kind === 'giveBack') {
        for (const key of errand.slots) this.#free(key);
        resolve({ kind: 'done' });
      } else reject(unavailable(error));
    }
    const pause = pauses[Math.min(this.#failures, pauses.length - 1)];
    this.#failures += 1;
    await new Promise((resolve) => setTimeout(resolve, pause).unref());
  }

  #free(key: string): void {
    const left = (this.#slots.get(key) ?? 0) - 1;
    // The server still has it: a zero is what is to be written there.
    this.#slots.set(key, Math.max(0, left));
  }

  async #beat(): Promise<void> {
    if (this.#slots.size === 0) return;
    const member = { owner: this.#owner, slotTtlMs: this.#slotTtlMs };
    await transact(this.#pool, async (on) => {
      const [row] = (await on.query('SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now')).rows;
      await beat(on, member, row?.now);
    }).catch(() => {
      // Two more beats come before anybody takes this process for dead, and then all it holds is written again.
      this.#unsure = true;
    });
  }

  #member(slots: Map<string, number>): LimiterMember {
    return {
      owner: this.#owner,
      slotTtlMs: this.#slotTtlMs,
      ...(this.#now === undefined ? {} : { now: this.#now }),
      authority: this.#authority,
      settle: (clock) => {
        this.#clock = clock;
      },
      slots,
      unsure: this.#unsure,
    };
  }
}

const turn = `BEGIN; SELECT pg_advisory_xact_lock(${limitLock})`;

function unavailable(cause: unknown): Fault {
  return new Fault('limits_unavailable', 'The limits of this call cannot be counted at the moment.', cause);
}
