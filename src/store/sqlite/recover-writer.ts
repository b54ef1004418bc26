import type { DatabaseSync } from 'node:sqlite';
import { type HeldWriter, recoverJournal } from '../filing/drain-journal.ts';
import { keyOf } from '../filing/key-of.ts';
import { listSegments } from '../journal/recover.ts';
import { SqliteDrain } from './sqlite-drain.ts';
import { addWriter, readWriter } from './writer-row.ts';

/**
 * Takes in what a dead process left; a writer that never wrote anything stays unknown.
 *
 * @throws JournalDamaged
 */
export async function recoverWriter(
  database: DatabaseSync,
  writer: HeldWriter,
  keys: ReadonlyMap<string, Uint8Array>,
  currentKey: string,
): Promise<void> {
  const { name, folder } = writer;
  if (readWriter(database, name) === undefined) {
    const [first] = listSegments(folder);
    if (first === undefined) return;
    addWriter(database, name, currentKey, first);
  }
  const drain = new SqliteDrain(database, name, keyOf(keys, readWriter(database, name)?.key ?? '', name));
  await recoverJournal(drain, writer);
}
