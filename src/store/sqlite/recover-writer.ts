import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { type ChainKey, chainKey } from '../../audit/index.ts';
import { listSegments, recover } from '../journal/recover.ts';
import { segmentName } from '../journal/segment.ts';
import { Drain } from './drain.ts';
import { addWriter, readWriter } from './writer-row.ts';

export interface HeldWriter {
  readonly name: string;
  readonly folder: string;
}

/** @throws Error when the ring lacks the key that the writer's chain was begun under */
export function keyOf(keys: ReadonlyMap<string, Uint8Array>, id: string, writer: string): ChainKey {
  const key = keys.get(id);
  if (key === undefined) {
    throw new Error(
      `the records of ${writer} were kept under the secret key ${id}, which is not the one given; ` +
        'give that key too, after the current one',
    );
  }
  return chainKey(key, writer);
}

/**
 * Drains everything that a dead process left in its journal, ends the calls it had not ended, and removes the files.
 * What is left is an empty folder and a chain that can be carried on.
 *
 * @throws JournalDamaged
 */
export function recoverWriter(
  database: DatabaseSync,
  { name, folder }: HeldWriter,
  keys: ReadonlyMap<string, Uint8Array>,
  currentKey: string,
): void {
  if (readWriter(database, name) === undefined) {
    const [first] = listSegments(folder);
    if (first === undefined) return;
    addWriter(database, name, currentKey, first);
  }
  const drain = new Drain(database, name, keyOf(keys, readWriter(database, name)?.key ?? '', name));
  let torn = 0;
  for (const { segment, batches, torn: bytes } of recover(folder, name, drain.position)) {
    // A few thousand lines a transaction: memory and the write lock stay small however much was left.
    for (let i = 0; i < batches.length; i += batchesAtOnce) {
      const some = batches.slice(i, i + batchesAtOnce);
      const end = some.at(-1)?.end ?? 0;
      drain.apply(
        some.flatMap((batch) => batch.lines),
        { segment, offset: end },
      );
    }
    torn += bytes;
    drain.moveTo({ segment: segment + 1, offset: 0 });
  }
  drain.bury(torn);
  removeDrained(folder, drain.position.segment);
}

const batchesAtOnce = 256;

/** Removes segments that were drained to their end. */
export function removeDrained(folder: string, before: number): void {
  for (const number of listSegments(folder)) {
    if (number < before) rmSync(join(folder, segmentName(number)));
  }
}
