import { Worker } from 'node:worker_threads';
import { type Clock, Fault, newId, startedModule } from '../../../kernel/index.ts';
import {
  type Demand,
  distinct,
  HeldReceipt,
  type Limiter,
  type NoRoom,
  type Receipt,
  requireCountable,
  takenOf,
} from '../../../limits/index.ts';
import type { Errand, ErrandResult } from './ledger.ts';
import type { FromThread, Start, ToThread } from './worker.ts';

/** The limiter of several processes of one machine that share a data folder. */
export interface SqliteLimiter extends Limiter {
  look(demand: Demand): Promise<NoRoom | { readonly ok: true }>;
  take(demand: Demand): Promise<NoRoom | Receipt>;
  giveBack(receipt: Receipt): Promise<void>;
  release(receipt: Receipt): Promise<void>;
  /** Frees the slots still held and closes the file. Nothing may be asked afterwards. */
  close(): Promise<void>;
}

export interface SqliteLimiterOptions {
  /** How long after its last sign of life the slots of a process are free, in ms; 30,000 when absent. */
  readonly slotTtlMs?: number;
}

/**
 * @param path the file of the counters; made when absent. Its folder must be on a disk of this machine
 * @param clock the process's own clock; time is the later of it and what any process has recorded
 * @throws Fault `limits_unavailable` when the file cannot be opened
 */
export async function sqliteLimiter(
  path: string,
  clock: Clock,
  options: SqliteLimiterOptions = {},
): Promise<SqliteLimiter> {
  const start: Start = { path, owner: newId(), slotTtlMs: options.slotTtlMs ?? 30_000 };
  const worker = new Worker(startedModule('store/sqlite/limiter/worker'), { workerData: start });
  return new Promise((resolve, reject) => {
    worker.once('error', (cause) => reject(unavailable(cause)));
    worker.once('message', () => {
      worker.removeAllListeners('error');
      resolve(new ThroughThread(worker, clock));
    });
  });
}

interface Waiting {
  readonly errand: Errand;
  readonly resolve: (outcome: ErrandResult) => void;
  readonly reject: (fault: Fault) => void;
}

/** Most errands of one transaction: other processes wait for it. */
const mostErrands = 256;

/** How long nothing is tried after a transaction has failed: the disk is full, or another process holds the file. */
const pauseMs = 100;

/** One transaction is under way at a time; what is asked meanwhile shares the next one. */
class ThroughThread implements SqliteLimiter {
  readonly #worker: Worker;
  readonly #clock: Clock;
  #waiting: Waiting[] = [];
  #underWay: Waiting[] = [];
  #dead: Fault | undefined;
  #scheduled = false;
  #paused = false;
  #closed: (() => void) | undefined;

  constructor(worker: Worker, clock: Clock) {
    this.#worker = worker;
    this.#clock = clock;
    worker.on('message', (message: FromThread) => this.#hear(message));
    worker.on('error', (cause) => this.#die(cause));
    worker.on('exit', () => this.#die(new Error('the thread has ended')));
    worker.unref();
  }

  async look(demand: Demand): Promise<NoRoom | { readonly ok: true }> {
    requireCountable(demand);
    const outcome = await this.#run({ kind: 'look', demand });
    return refusal(demand, outcome) ?? { ok: true };
  }

  async take(demand: Demand): Promise<NoRoom | Receipt> {
    requireCountable(demand);
    const outcome = await this.#run({ kind: 'take', demand });
    if (outcome.kind !== 'taken') return refusal(demand, outcome) ?? nonsense(outcome);
    const takes = distinct(demand.budgets);
    return new HeldReceipt(
      outcome.at,
      takes.filter((take) => take.cost > 0).map(takenOf),
      distinct(demand.slots).map((slot) => slot.key),
      takes.map((take, place) => ({ take, remaining: outcome.remaining[place] ?? 0 })),
    );
  }

  async giveBack(receipt: Receipt): Promise<void> {
    if (!HeldReceipt.settle(receipt)) return;
    const { at, taken, slots } = receipt;
    if (taken.length > 0 || slots.length > 0) await this.#run({ kind: 'giveBack', at, taken, slots });
  }

  async release(receipt: Receipt): Promise<void> {
    if (!HeldReceipt.settle(receipt)) return;
    if (receipt.slots.length > 0) await this.#run({ kind: 'release', slots: receipt.slots });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#closed = resolve;
      if (this.#dead !== undefined) resolve();
      else this.#schedule();
    });
  }

  #run(errand: Errand): Promise<ErrandResult> {
    return new Promise((resolve, reject) => {
      if (this.#dead !== undefined) return reject(this.#dead);
      this.#waiting.push({ errand, resolve, reject });
      this.#schedule();
    });
  }

  /** Errands of one turn share a transaction. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#send();
    });
  }

  #send(): void {
    if (this.#underWay.length > 0 || this.#paused || this.#dead !== undefined) return;
    if (this.#waiting.length > 0) {
      this.#underWay = this.#waiting.splice(0, mostErrands);
      const errands = this.#underWay.map((waiting) => waiting.errand);
      this.#post({ kind: 'errands', clock: this.#clock.now(), errands });
    } else if (this.#closed !== undefined) {
      this.#post({ kind: 'close' });
    } else {
      this.#worker.unref();
    }
  }

  #post(message: ToThread): void {
    this.#worker.ref();
    this.#worker.postMessage(message);
  }

  #hear(message: FromThread): void {
    const done = this.#underWay;
    this.#underWay = [];
    if (message.kind === 'failed') {
      this.#fail(done, unavailable(new Error(message.message)));
      return;
    }
    const outcomes = message.kind === 'outcomes' ? message.outcomes : [];
    for (const [place, { resolve, reject }] of done.entries()) {
      const outcome = outcomes[place];
      if (outcome === undefined) reject(unavailable(new Error('an errand without an outcome')));
      else resolve(outcome);
    }
    this.#send();
  }

  /** Nothing of the transaction has happened. What frees slots or amounts is owed, and tried again until it works. */
  #fail(errands: readonly Waiting[], fault: Fault): void {
    for (const { reject } of errands) reject(fault);
    const owed = errands.filter(({ errand }) => errand.kind === 'giveBack' || errand.kind === 'release');
    this.#waiting.unshift(...owed);
    this.#paused = true;
    setTimeout(() => {
      this.#paused = false;
      this.#send();
    }, pauseMs);
  }

  #die(cause: unknown): void {
    this.#dead ??= unavailable(cause);
    for (const waiting of [...this.#underWay, ...this.#waiting]) waiting.reject(this.#dead);
    this.#underWay = [];
    this.#waiting = [];
    this.#closed?.();
  }
}

function refusal(demand: Demand, outcome: ErrandResult): NoRoom | undefined {
  if (outcome.kind === 'no slot') {
    const refusedBy = demand.slots[outcome.place];
    return refusedBy === undefined ? nonsense(outcome) : { ok: false, code: 'concurrency', refusedBy };
  }
  if (outcome.kind !== 'no room') return undefined;
  const refusedBy = demand.budgets[outcome.place];
  if (refusedBy === undefined) return nonsense(outcome);
  const wait = outcome.retryAfterMs === undefined ? {} : { retryAfterMs: outcome.retryAfterMs };
  return { ok: false, code: 'rate_limited', refusedBy, remaining: outcome.remaining, ...wait };
}

function nonsense(outcome: ErrandResult): never {
  throw unavailable(new Error(`an outcome that does not fit: ${outcome.kind}`));
}

function unavailable(cause: unknown): Fault {
  return new Fault('limits_unavailable', 'The limits of this call cannot be counted at the moment.', cause);
}
