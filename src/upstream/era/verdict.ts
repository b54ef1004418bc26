/** What is known of the eras that a server speaks. */
export interface Verdict {
  /** Whether it opens sessions (`initialize`); `undefined`: not known. */
  readonly legacy: boolean | undefined;
  /** Whether it answers requests that stand alone (2026-07-28); `undefined`: not known. */
  readonly modern: boolean | undefined;
  /** When that was found out, ms since the epoch. */
  readonly at: number;
}

/** What one answer to `server/discover` says. */
export type Evidence = Pick<Verdict, 'legacy' | 'modern'>;
