import { CounterIndex } from './counter-index.ts';
import type { CounterQueues } from './counter-queues.ts';
import type { CounterTable } from './counter-table.ts';
import { type Grid, gridOf } from './grid.ts';

/** All counters of one window length. */
export interface CounterWindow {
  /** By which its queues know it. */
  readonly number: number;
  readonly grid: Grid;
  readonly counters: CounterIndex;
  /** The queues of families, by the family's key. */
  readonly families: CounterIndex;
  /** The queue of budgets without `per` values, which no cap counts. */
  readonly alone: number;
}

export function counterWindow(
  windowMs: number,
  number: number,
  counters: CounterTable,
  queues: CounterQueues,
): CounterWindow {
  return {
    number,
    grid: gridOf(windowMs),
    counters: new CounterIndex(counters),
    families: new CounterIndex(queues),
    alone: queues.open(number),
  };
}
