import type { CounterIndex } from './counter-index.ts';
import type { Grid } from './grid.ts';
import { none } from './room.ts';

/** All counters of one window length. */
export interface Window {
  readonly grid: Grid;
  readonly counters: CounterIndex;
  /** Key of the family → its members; `undefined` → budgets without `per` values, which no cap counts. */
  readonly families: Map<string | undefined, CounterQueue>;
}

/**
 * Counters in the order of their latest take, which is the order in which they expire: expired ones are found at the
 * front without a search. Restoring and giving back break that order; `ordered` says whether it holds.
 */
export interface CounterQueue {
  readonly window: Window;
  readonly family: string | undefined;
  front: number;
  back: number;
  size: number;
  ordered: boolean;
  /** Its place in the sweeper's round. */
  place: number;
  /** Its number in the table. */
  id: number;
}

/** @returns an empty queue that is in no round yet */
export function counterQueue(window: Window, family: string | undefined): CounterQueue {
  return { window, family, front: none, back: none, size: 0, ordered: true, place: none, id: none };
}
