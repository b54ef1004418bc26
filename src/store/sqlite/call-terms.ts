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

/** A term's words, in the order of calls. */
interface Entry {
  readonly term: number;
  readonly words: { readonly word: number; bits: number }[];
}

/** Collects by what the calls of one stretch are found, so that neighbours that are alike cost one entry and not one each. */
export class CallTerms {
  /** Of each span that calls were added to, the last of them. */
  readonly spans = new Map<number, number>();
  readonly #entries = new Map<number, Entry>();
  /** The entries of terms, looked up once for calls that are alike. */
  readonly #alike = new Map<readonly number[], readonly Entry[]>();
  #span = -1;
  #last = 0;

  /**
   * @param id higher than the one before
   * @param terms the same array for calls that are alike, as far as that is known
   */
  add(id: number, terms: readonly number[]): void {
    const span = Math.floor(id / callsOfSpan);
    if (span !== this.#span) this.#close();
    this.#span = span;
    this.#last = id;
    const word = Math.floor(id / callsOfWord);
    const bit = 1 << (id % callsOfWord);
    for (const { words } of this.#entriesOf(terms)) {
      const last = words.at(-1);
      if (last?.word === word) last.bits |= bit;
      else words.push({ word, bits: bit });
    }
  }

  /** In the order in which they are kept. */
  inOrder(): readonly TermWord[] {
    this.#close();
    const all = [...this.#entries.values()].sort((a, b) => a.term - b.term);
    const words = all.flatMap(({ term, words: own }) =>
      own.map(({ word, bits }) => {
        const span = Math.floor((word * callsOfWord) / callsOfSpan);
        // As a number without a sign: SQLite has 64 bits.
        return { span, term, word, bits: bits >>> 0 };
      }),
    );
    // Terms stay in order within a span.
    return this.spans.size > 1 ? words.sort((a, b) => a.span - b.span) : words;
  }

  #close(): void {
    if (this.#span !== -1) this.spans.set(this.#span, this.#last);
  }

  #entriesOf(terms: readonly number[]): readonly Entry[] {
    let entries = this.#alike.get(terms);
    if (entries === undefined) {
      entries = terms.map((term) => this.#entryOf(term));
      this.#alike.set(terms, entries);
    }
    return entries;
  }

  #entryOf(term: number): Entry {
    let entry = this.#entries.get(term);
    if (entry === undefined) {
      entry = { term, words: [] };
      this.#entries.set(term, entry);
    }
    return entry;
  }
}
