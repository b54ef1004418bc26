import type { Demand, Taken } from '../../../limits/index.ts';

/** What the limiter asks of the server. */
export type Errand =
  | { readonly kind: 'look' | 'take'; readonly demand: Demand }
  | {
      readonly kind: 'giveBack';
      /** In which it was taken: what was lost since, or counted again from the record, is not given back. */
      readonly era: string;
      readonly at: number;
      readonly taken: readonly Taken[];
      readonly slots: readonly string[];
    };

/** How it went. A refusal names its budget, or slot (each once), by its place in the demand. */
export type ErrandResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'taken'; readonly at: number; readonly era: string; readonly remaining: readonly number[] }
  | { readonly kind: 'no room'; readonly place: number; readonly remaining: number; readonly retryAfterMs?: number }
  | { readonly kind: 'no slot'; readonly place: number }
  /** What has been counted is lost. `waitMs` is absent where it is being rebuilt. */
  | { readonly kind: 'unknown'; readonly place: number; readonly waitMs?: number };
