import type { Demand, NoRoom, Remaining, Taken } from '../../../limits/index.ts';

/** What is asked within one transaction. */
export type Errand =
  | { readonly kind: 'look' | 'take'; readonly demand: Demand }
  | {
      readonly kind: 'giveBack';
      readonly at: number;
      readonly taken: readonly Taken[];
      readonly slots: readonly string[];
    };

export type ErrandResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly no: NoRoom }
  | { readonly kind: 'taken'; readonly at: number; readonly remaining: readonly Remaining[] };
