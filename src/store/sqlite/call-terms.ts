import { crc32 } from 'node:zlib';
import type { Heading } from '../journal/filed-under.ts';

/** By what calls are looked for, besides times. A grant is named by its id or its label, and found by either. */
export type CallFilterName = 'grant' | 'server' | 'subject' | 'outcome' | 'code';

/** So many calls share a word of the index. */
export const callsOfWord = 32;
/** So many share a span: what is filed of them stands together. */
export const callsOfSpan = 4_096;

/** The number that stands for a filter and what it asks for. */
export function termOf(filter: CallFilterName, value: string): number {
  return crc32(`${filter} ${value}`);
}

/** All that a call is found by. */
export function termsOf(
  { grantId, label, server, subject }: Omit<Heading, 'method'>,
  outcome: string,
  code: string | null,
): readonly number[] {
  const terms = [
    termOf('grant', grantId),
    termOf('grant', label),
    termOf('server', server),
    termOf('outcome', outcome),
    ...(subject === null ? [] : [termOf('subject', subject)]),
    ...(code === null ? [] : [termOf('code', code)]),
  ];
  return [...new Set(terms)];
}

/** Which calls of a word have a term. */
export interface TermWord {
  readonly span: number;
  readonly term: number;
  readonly word: number;
  readonly bits: number;
}

/** Collects by what the calls of one stretch are found, so that neighbours that are alike cost one entry and not one each. */
export class CallTerms {
  readonly #words: TermWord[] = [];
  /** Of each span that calls were added to, the last of them. */
  readonly spans = new Map<number, number>();
  /** Of the word that is being filled: which of its calls have the same terms. */
  readonly #alike = new Map<readonly number[], number>();
  #word = -1;
  #last = 0;

  /**
   * @param id higher than the one before
   * @param terms the same array for calls that are alike, as far as that is known
   */
  add(id: number, terms: readonly number[]): void {
    const word = Math.floor(id / callsOfWord);
    if (word !== this.#word) {
      this.#close();
      this.#word = word;
    }
    this.#last = id;
    this.#alike.set(terms, (this.#alike.get(terms) ?? 0) | (1 << (id % callsOfWord)));
  }

  /** In the order in which they are kept. */
  inOrder(): readonly TermWord[] {
    this.#close();
    return this.#words.sort((a, b) => a.span - b.span || a.term - b.term || a.word - b.word);
  }

  #close(): void {
    if (this.#alike.size === 0) return;
    const bitsOf = new Map<number, number>();
    for (const [terms, bits] of this.#alike) for (const term of terms) bitsOf.set(term, (bitsOf.get(term) ?? 0) | bits);
    this.#alike.clear();
    const span = Math.floor((this.#word * callsOfWord) / callsOfSpan);
    this.spans.set(span, this.#last);
    // As a number without a sign: SQLite has 64 bits.
    for (const [term, bits] of bitsOf) this.#words.push({ span, term, word: this.#word, bits: bits >>> 0 });
  }
}
