/** What a store keeps of one granule of one budget. `at` is the latest take in it, ms since the epoch. */
export interface CounterRow {
  readonly key: string;
  /** Absent where the budget has no `per` values. */
  readonly family?: string;
  readonly windowMs: number;
  readonly at: number;
  /** In millionths. */
  readonly amount: number;
}

/** All that is live at a moment. Time must not stand before that moment for whoever reads it: the rest has been dropped. */
export interface CounterSnapshot {
  /** The authority's time, ms since the epoch. */
  readonly at: number;
  /** In no particular order. */
  readonly rows: readonly CounterRow[];
}
