import type { DatabaseSync } from 'node:sqlite';
import { applyTerms } from './call-term-rows.ts';
import { CallTerms, callsOfSpan, termsOf } from './call-terms.ts';

/** A call's row, as far as it is found by it. */
export interface TermRow {
  readonly id: number;
  readonly writer: number;
  readonly seq: number;
  readonly terms: readonly number[];
}

/** Every call behind an id that is on record, in the order of ids, with what it must be found by. Their texts are not read. */
export function* termRows(database: DatabaseSync, after = 0): Generator<TermRow> {
  const rows = database.prepare(
    'SELECT id, writer, seq, grant_id, label, server, subject, outcome, code FROM call_record WHERE id > ? ORDER BY id',
  );
  const nullable = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  for (const row of rows.iterate(after)) {
    const heading = {
      grantId: String(row.grant_id),
      label: String(row.label),
      server: String(row.server),
      subject: nullable(row.subject),
    };
    yield {
      id: Number(row.id),
      writer: Number(row.writer),
      seq: Number(row.seq),
      terms: termsOf(heading, String(row.outcome), nullable(row.code)),
    };
  }
}

/**
 * Files the terms of calls that are on record without, within the caller's transaction: those of before there were terms,
 * and those of a process of an earlier version that still writes.
 *
 * @param after the last call that has its terms
 */
export function fileTerms(database: DatabaseSync, after = 0): void {
  let terms = new CallTerms();
  let span = 0;
  for (const { id, terms: of } of termRows(database, after)) {
    const own = Math.floor(id / callsOfSpan);
    if (own !== span) {
      applyTerms(database, terms);
      terms = new CallTerms();
      span = own;
    }
    terms.add(id, of);
  }
  applyTerms(database, terms);
}
