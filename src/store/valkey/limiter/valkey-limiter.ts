import { Fault } from '../../../kernel/index.ts';
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
import type { ErrandResult } from './errand.ts';
import { type Membership, type MembershipOptions, openMembership } from './membership.ts';
import { OwnSlots } from './own-slots.ts';
import { Trips } from './trips.ts';

/** The limiter of any number of gateways that count in one Valkey or Redis. */
export interface ValkeyLimiter extends Limiter {
  look(demand: Demand): Promise<NoRoom | { readonly ok: true }>;
  take(demand: Demand): Promise<NoRoom | Receipt>;
  giveBack(receipt: Receipt): Promise<void>;
  release(receipt: Receipt): Promise<void>;
  /** Whether what is asked now can be answered, for windows of every length. */
  ready(): boolean;
  /** Trips to the server so far, heartbeats not counted: a gauge. */
  readonly trips: number;
  /** Frees the slots still held. Nothing may be asked afterwards. */
  close(): Promise<void>;
}

/**
 * @throws an Error with a sentence for the operator when the server cannot be reached, or must not be counted in
 */
export async function valkeyLimiter(options: Omit<MembershipOptions, 'slots' | 'trips'>): Promise<ValkeyLimiter> {
  const slots = new OwnSlots();
  const trips = new Trips();
  const membership = await openMembership({ ...options, slots, trips });
  return new InValkey(membership, trips, slots);
}

class InValkey implements ValkeyLimiter {
  readonly #membership: Membership;
  readonly #trips: Trips;
  readonly #slots: OwnSlots;

  constructor(membership: Membership, trips: Trips, slots: OwnSlots) {
    this.#membership = membership;
    this.#trips = trips;
    this.#slots = slots;
  }

  get trips(): number {
    return this.#trips.count;
  }

  async look(demand: Demand): Promise<NoRoom | { readonly ok: true }> {
    requireCountable(demand);
    const outcome = await this.#trips.ask({ kind: 'look', demand });
    return outcome.kind === 'done' ? { ok: true } : refusal(demand, outcome);
  }

  async take(demand: Demand): Promise<NoRoom | Receipt> {
    requireCountable(demand);
    const outcome = await this.#trips.ask({ kind: 'take', demand });
    if (outcome.kind !== 'taken') return refusal(demand, outcome);
    const takes = distinct(demand.budgets);
    const slots = distinct(demand.slots).map(({ key }) => key);
    return new CountedReceipt(
      outcome.era,
      outcome.at,
      takes.filter(({ cost }) => cost > 0).map(takenOf),
      slots,
      takes.map((take, place) => ({ take, remaining: outcome.remaining[place] ?? 0 })),
    );
  }

  /** What cannot be given back now is so as soon as it can: nobody waits for that, and it cannot fail. */
  async giveBack(receipt: Receipt): Promise<void> {
    if (!HeldReceipt.settle(receipt)) return;
    if (receipt.taken.length > 0 || receipt.slots.length > 0) await this.#settle(receipt, receipt.taken);
  }

  async release(receipt: Receipt): Promise<void> {
    if (!HeldReceipt.settle(receipt)) return;
    if (receipt.slots.length > 0) await this.#settle(receipt, []);
  }

  ready(): boolean {
    return this.#membership.ready();
  }

  close(): Promise<void> {
    return this.#membership.close();
  }

  #settle(receipt: Receipt, taken: Receipt['taken']): Promise<void> {
    const { at, slots } = receipt;
    const era = receipt instanceof CountedReceipt ? receipt.era : '';
    for (const slot of slots) this.#slots.release(slot);
    return this.#trips.settle({ kind: 'giveBack', era, at, taken, slots });
  }
}

class CountedReceipt extends HeldReceipt {
  readonly era: string;

  constructor(era: string, ...parts: ConstructorParameters<typeof HeldReceipt>) {
    super(...parts);
    this.era = era;
  }
}

function refusal(demand: Demand, outcome: ErrandResult): NoRoom {
  const { kind } = outcome;
  const place = 'place' in outcome ? outcome.place : -1;
  const budget = demand.budgets[place];
  const slot = distinct(demand.slots)[place];
  if (kind === 'no slot' && slot !== undefined) return { ok: false, code: 'concurrency', refusedBy: slot };
  if (kind === 'no room' && budget !== undefined) {
    const wait = outcome.retryAfterMs === undefined ? {} : { retryAfterMs: outcome.retryAfterMs };
    return { ok: false, code: 'rate_limited', refusedBy: budget, remaining: outcome.remaining, ...wait };
  }
  if (kind === 'unknown') {
    const again = outcome.waitMs === undefined ? 'soon' : `in ${Math.ceil(outcome.waitMs / 1_000)} s`;
    throw new Fault('limits_unavailable', `What a limit of this call had counted was lost; it counts again ${again}.`);
  }
  throw new Fault('limits_unavailable', 'The limits of this call cannot be counted at the moment.');
}
