import type { History, Version } from './history.ts';

/** Changes that are made to a gateway, one after the other, and what is known of them afterwards. */
export interface Changing {
  /** Tokens of the grants that the load goes by, as they are now. */
  readonly tokens: readonly string[];
  readonly versions: ReadonlyMap<number, Version>;
  readonly inForce: History<number>;
  readonly killed: History<boolean>;
  /** What each kind of change took to be in force, ms. */
  readonly took: ReadonlyMap<string, readonly number[]>;
  /** What was not as it must be, in words. */
  readonly wrong: readonly string[];
  /** Makes change number `i`, which counts from 0. */
  make(i: number): Promise<void>;
}
