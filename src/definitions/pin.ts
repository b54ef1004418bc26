/** What was decided about one definition of a tool. */
export type PinState =
  /** May be listed and called. */
  | 'approved'
  /** Quarantined, and nobody has decided yet. */
  | 'waiting'
  /** Quarantined for good: an operator has looked at it and said no. */
  | 'rejected';

/** One definition of one tool, and what was decided about it. */
export interface Pin {
  /** Slug. */
  readonly server: string;
  readonly tool: string;
  /** `Tool.hash`. */
  readonly hash: string;
  readonly state: PinState;
}
