import type { DatabaseSync } from 'node:sqlite';
import { CallTerms, callsOfSpan, callsOfWord } from './call-terms.ts';
import { type TermRow, termRows } from './file-terms.ts';

/**
 * Looks for calls that a list with a filter would leave out: one of their terms does not say that they have it.
 *
 * @returns those of each span, which may be none
 */
export function* unfiledCalls(database: DatabaseSync): Generator<readonly TermRow[]> {
  const words = database.prepare('SELECT term, word, bits FROM call_term WHERE span = ?');
  const begun = database.prepare('SELECT 1 FROM call_span WHERE id = ?');
  const look = (rows: readonly TermRow[], span: number): readonly TermRow[] => {
    const expected = new CallTerms();
    for (const { id, terms } of rows) expected.add(id, terms);
    const name = (term: number, word: number): string => `${term}/${word}`;
    const filed = new Map(
      begun.get(span) === undefined
        ? []
        : words.all(span).map((row) => [name(Number(row.term), Number(row.word)), Number(row.bits)] as const),
    );
    const missing = new Map<number, number>();
    for (const { term, word, bits } of expected.inOrder()) {
      const lost = bits & ~(filed.get(name(term, word)) ?? 0);
      if (lost !== 0) missing.set(word, (missing.get(word) ?? 0) | lost);
    }
    return rows.filter(({ id }) => {
      return ((missing.get(Math.floor(id / callsOfWord)) ?? 0) & (1 << (id % callsOfWord))) !== 0;
    });
  };

  let rows: TermRow[] = [];
  let span = -1;
  for (const row of termRows(database)) {
    const own = Math.floor(row.id / callsOfSpan);
    if (own !== span && rows.length > 0) {
      yield look(rows, span);
      rows = [];
    }
    span = own;
    rows.push(row);
  }
  if (rows.length > 0) yield look(rows, span);
}
