/** What is known of the eras that a server speaks. */
export interface EraVerdict {
  /** Whether it opens sessions (`initialize`); `undefined`: not known. */
  readonly legacy: boolean | undefined;
  /** Whether it answers requests that stand alone (2026-07-28); `undefined`: not known. */
  readonly modern: boolean | undefined;
  /** When that was found out, ms since the epoch. */
  readonly at: number;
}

/** What one answer to `server/discover` says. */
export type EraEvidence = Pick<EraVerdict, 'legacy' | 'modern'>;
