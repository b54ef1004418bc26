import type { ErrandResult } from './errand.ts';

/** What `runScript` answers. */
export type RunAnswer =
  | {
      readonly kind: 'ok';
      /** The newest change of the store. */
      readonly seq: number;
      /** Whether amounts of windows over a minute are lost, and not rebuilt yet. */
      readonly lost: boolean;
      readonly outcomes: readonly ErrandResult[];
    }
  /** Nothing was done: this owner has to join first. */
  | { readonly kind: 'join' };

/**
 * @param era the one that was asked in
 * @throws when the answer is none of the script's
 */
export function readOutcomes(answer: unknown, era: string): RunAnswer {
  if (!Array.isArray(answer)) throw new Error('the server answered something else');
  const [status, now, seq, lost, ...outcomes] = answer as unknown[];
  if (status === 'join') return { kind: 'join' };
  if (status !== 'ok') throw new Error('the server answered something else');
  const at = Number(now);
  return {
    kind: 'ok',
    seq: Number(seq),
    lost: lost === 1,
    outcomes: outcomes.map((outcome) => readOutcome(outcome, at, era)),
  };
}

function readOutcome(outcome: unknown, at: number, era: string): ErrandResult {
  if (!Array.isArray(outcome) || !outcome.every((part) => Number.isSafeInteger(part) || part === 2 ** 53)) {
    throw new Error('an outcome that cannot be read');
  }
  const [kind, first = 0, second = 0, third = -1] = outcome as number[];
  switch (kind) {
    case 0:
      return { kind: 'done' };
    case 1:
      return { kind: 'taken', at, era, remaining: outcome.slice(1) as number[] };
    case 2: {
      const wait = third < 0 ? {} : { retryAfterMs: third };
      return { kind: 'no room', place: first, remaining: second, ...wait };
    }
    case 3:
      return { kind: 'no slot', place: first };
    case 4:
      return { kind: 'unknown', place: first, ...(second < 0 ? {} : { waitMs: second }) };
    default:
      throw new Error(`an outcome of no known kind: ${kind}`);
  }
}
