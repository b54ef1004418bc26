/**
 * The limiter as section 4 words it: "in no interval as long as the window does the amount admitted exceed `max`".
 * A list of (time, amount) for every budget; before an amount is admitted every interval that contains it is summed.
 * Slow on purpose. It is the oracle for every real limiter.
 */
export interface LoggedTake {
  readonly key: string;
  readonly family: string;
  readonly windowMs: number;
  readonly align: 'sliding' | 'calendar';
  readonly max: number;
  readonly cost: number;
}

export interface LoggedSlot {
  readonly key: string;
  readonly max: number;
}

export interface ExactReceipt {
  readonly ok: true;
  readonly at: number;
  readonly budgets: readonly LoggedTake[];
  readonly slots: readonly LoggedSlot[];
}

export interface ExactRefusal<Take, Slot> {
  readonly ok: false;
  readonly code: 'rate_limited' | 'concurrency';
  readonly refusedBy: Take | Slot;
}

interface Amount {
  readonly at: number;
  readonly amount: number;
}

/** Section 4: "At most 10,000 live values for one counter and grant; beyond, deny". */
const liveValues = 10_000;

export interface ExactLog {
  /** @returns the first budget, then the first slot, that has no room at `now`; undefined when there is room */
  look<Take extends LoggedTake, Slot extends LoggedSlot>(
    demand: { readonly budgets: readonly Take[]; readonly slots: readonly Slot[] },
    now: number,
  ): ExactRefusal<Take, Slot> | undefined;
  /** "every matching limit is taken, all or none" */
  take<Take extends LoggedTake, Slot extends LoggedSlot>(
    demand: { readonly budgets: readonly Take[]; readonly slots: readonly Slot[] },
    now: number,
  ): ExactReceipt | ExactRefusal<Take, Slot>;
  /** "What is given back goes into the window it came from only"; the slots are freed too. */
  giveBack(receipt: ExactReceipt): void;
  release(receipt: ExactReceipt): void;
  /**
   * What a real limiter may answer to one budget: section 7, "an amount counts at most a sixtieth of the window
   * longer, never less". `refuse` and `admit` are binding; `either` is the slack.
   */
  binding(take: LoggedTake, now: number): 'refuse' | 'admit' | 'either';
}

export function exactLog(): ExactLog {
  const amounts = new Map<string, readonly Amount[]>();
  const families = new Map<string, Map<string, LoggedTake>>();
  const held = new Map<string, number>();

  function room(take: LoggedTake, now: number, windowMs: number): boolean {
    if (!familyHasRoom(take, now)) return false;
    if (take.cost === 0) return true;
    const log = [...(amounts.get(take.key) ?? []), { at: now, amount: take.cost }];
    return intervalsAround(take, log, now, windowMs).every(([from, to]) => {
      const inside = log.filter(({ at }) => from <= at && at < to);
      return sum(inside) <= BigInt(take.max);
    });
  }

  function familyHasRoom(take: LoggedTake, now: number): boolean {
    const keys = families.get(take.family) ?? new Map<string, LoggedTake>();
    if (keys.size < liveValues) return true;
    const live = [...keys.values()].filter((other) => other.key !== take.key && isLive(other, now));
    return live.length < liveValues;
  }

  function isLive(take: LoggedTake, now: number): boolean {
    return (amounts.get(take.key) ?? []).some(({ at }) => at > now - take.windowMs);
  }

  function look<Take extends LoggedTake, Slot extends LoggedSlot>(
    demand: { readonly budgets: readonly Take[]; readonly slots: readonly Slot[] },
    now: number,
  ): ExactRefusal<Take, Slot> | undefined {
    const full = demand.budgets.find((take) => !room(take, now, take.windowMs));
    if (full !== undefined) return { ok: false, code: 'rate_limited', refusedBy: full };
    const busy = demand.slots.find((slot) => (held.get(slot.key) ?? 0) >= slot.max);
    return busy && { ok: false, code: 'concurrency', refusedBy: busy };
  }

  function release({ slots }: ExactReceipt): void {
    for (const { key } of slots) held.set(key, (held.get(key) ?? 0) - 1);
  }

  return {
    look,
    take({ budgets, slots }, now) {
      const refusal = look({ budgets, slots }, now);
      if (refusal !== undefined) return refusal;
      for (const take of budgets) {
        amounts.set(take.key, [...(amounts.get(take.key) ?? []), { at: now, amount: take.cost }]);
        families.set(take.family, (families.get(take.family) ?? new Map<string, LoggedTake>()).set(take.key, take));
      }
      for (const { key } of slots) held.set(key, (held.get(key) ?? 0) + 1);
      return { ok: true, at: now, budgets, slots };
    },
    giveBack(receipt) {
      for (const { key, cost } of receipt.budgets) {
        const log = amounts.get(key) ?? [];
        const at = log.findIndex((one) => one.at === receipt.at && one.amount === cost);
        amounts.set(key, log.toSpliced(at, at === -1 ? 0 : 1));
      }
      release(receipt);
    },
    release,
    binding(take, now) {
      if (!room(take, now, take.windowMs)) return 'refuse';
      return room(take, now, take.windowMs + take.windowMs / 60) ? 'admit' : 'either';
    },
  };
}

const sum = (amounts: readonly Amount[]): bigint => amounts.reduce((total, { amount }) => total + BigInt(amount), 0n);

/**
 * Section 7: "Intervals are half-open". Of the endless many that contain `now`, those that begin at an amount hold the
 * most. `calendar`: the one window that the UTC calendar gives.
 */
function intervalsAround(
  take: LoggedTake,
  log: readonly Amount[],
  now: number,
  windowMs: number,
): readonly (readonly [number, number])[] {
  if (take.align === 'calendar') {
    // Day 0 of the epoch was a Thursday, and weeks begin on Monday.
    const origin = take.windowMs === 604_800_000 ? -3 * 86_400_000 : 0;
    const from = origin + Math.floor((now - origin) / take.windowMs) * take.windowMs;
    return [[from, from + take.windowMs]];
  }
  return log.map(({ at }) => [at, at + windowMs] as const).filter(([from, to]) => from <= now && now < to);
}
