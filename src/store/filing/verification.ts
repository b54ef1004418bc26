import type { ChainFinding, Head } from '../../audit/index.ts';

/** What a verification has seen. */
export interface Verification {
  readonly writers: readonly { readonly writer: string; readonly records: number; readonly head: Head }[];
  readonly findings: readonly ChainFinding[];
}

/** Of chains that somebody has a head of and the store has nothing. */
export function missingChains(known: Iterable<string>, kept: readonly Head[]): ChainFinding[] {
  const there = new Set(known);
  return kept
    .filter(({ writer }) => !there.has(writer))
    .map(({ writer, seq }) => ({
      writer,
      seq: 1,
      problem: 'cut',
      detail: `the whole chain is missing, up to its record ${seq}`,
    }));
}
