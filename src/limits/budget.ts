/**
 * What a call wants from one budget. Amounts are integers of a millionth (six decimal places, summed exactly);
 * `policy` makes these, `limits` only counts.
 */
export interface BudgetTake {
  /** Identity of the budget with its scope value and `per` values: length-prefixed parts, so that no two collide. */
  readonly key: string;
  /** Identity of the budget family within its scope value, without the `per` values: what the 10,000-value cap counts. */
  readonly family: string;
  /** Length of the window in ms. */
  readonly windowMs: number;
  /** `calendar`: aligned to UTC (weeks start on Monday), resets at the boundary. `sliding`: the guarantee of section 4. */
  readonly align: 'sliding' | 'calendar';
  /** Most that may be admitted in a window, in millionths. */
  readonly max: number;
  /** What this call costs, in millionths; 0 passes a full budget. */
  readonly cost: number;
  /** The amount taken must survive power loss before the call is forwarded. */
  readonly durable: boolean;
  /** JSON pointer of the limit that is reported when this budget refuses: the first entry that names it. */
  readonly rule: string;
  /** The sentence of the policy's author for the agent, if any. */
  readonly onDeny: string | undefined;
  /** The counter's name and the window as the policy wrote them, for sentences ("limit of 10 per minute"). */
  readonly counter: string;
  readonly window: string;
}

/** One in-flight slot. */
export interface SlotTake {
  readonly key: string;
  readonly max: number;
  readonly rule: string;
}

/** Everything that one call takes, all or none. */
export interface Demand {
  readonly budgets: readonly BudgetTake[];
  readonly slots: readonly SlotTake[];
}
