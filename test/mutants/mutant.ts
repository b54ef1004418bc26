/**
 * A bug planted in a copy of the gateway: a stretch of one file, replaced. It must be caught by the tests that are named
 * with it, and by nothing that was written for it alone.
 */
export interface Mutant {
  /** The class of mistake, as a reviewer would call it. */
  readonly kind: string;
  /** The classes of attack that it opens. */
  readonly threats: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
  /** Test files, in the order in which they are likely to notice. */
  readonly caughtBy: readonly string[];
  /** Whether every run of the tests tries it. */
  readonly everyRun?: true;
}
