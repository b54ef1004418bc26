import type { DatabaseSync } from 'node:sqlite';
import { type CallTerms, callsOfSpan } from './call-terms.ts';

/** Whether there are terms: a folder that is only read may be one of before them. */
export function hasTerms(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'call_term'").get() !== undefined;
}

/** Adds terms within the caller's transaction. */
export function applyTerms(database: DatabaseSync, terms: CallTerms): void {
  const put = database.prepare(
    `INSERT INTO call_term (span, term, word, bits) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET bits = bits | excluded.bits`,
  );
  for (const { span, term, word, bits } of terms.inOrder()) put.run(span, term, word, bits);
  const move = database.prepare(
    'INSERT INTO call_span (id, filed) VALUES (?, ?) ON CONFLICT DO UPDATE SET filed = max(filed, excluded.filed)',
  );
  for (const [span, last] of terms.spans) move.run(span, last);
}

/** @returns the id of the last call whose terms are filed; 0 when there is none */
export function lastFiled(database: DatabaseSync): number {
  return Number(database.prepare('SELECT filed FROM call_span ORDER BY id DESC LIMIT 1').get()?.filed ?? 0);
}

/**
 * Forgets the spans between two ids that have no call any more, within the caller's transaction. The newest one is kept:
 * from its last id on ids are given out, and whoever reads on from a record must not be given another one under its id.
 */
export function removeEmptySpans(database: DatabaseSync, firstId: number, lastId: number): void {
  const any = database.prepare('SELECT 1 FROM call_record WHERE id >= ? AND id < ? LIMIT 1');
  const forgetTerms = database.prepare('DELETE FROM call_term WHERE span = ?');
  const forgetSpan = database.prepare('DELETE FROM call_span WHERE id = ? AND id < (SELECT max(id) FROM call_span)');
  for (let span = Math.floor(firstId / callsOfSpan); span * callsOfSpan <= lastId; span += 1) {
    if (any.get(span * callsOfSpan, (span + 1) * callsOfSpan) !== undefined) continue;
    forgetTerms.run(span);
    forgetSpan.run(span);
  }
}
