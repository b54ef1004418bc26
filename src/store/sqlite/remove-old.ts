import type { DatabaseSync } from 'node:sqlite';
import { keyOf } from '../filing/key-of.ts';
import type { Removal } from '../filing/messages.ts';
import { retain, tooMuchBefore } from './retain.ts';
import { WriteTurn } from './write-turn.ts';
import { readWriters } from './writer-row.ts';

/**
 * Removes what need not be kept, in small steps: whoever else wants to write has a turn after each, and so has the drain.
 * The chains are whole after every step.
 *
 * @param keys chain keys by the id of their secret key; of what was written under another one, nothing is removed
 * @param turn absent where no other connection of the thread writes
 * @returns how many records went
 */
export async function removeOld(
  database: DatabaseSync,
  keys: ReadonlyMap<string, Uint8Array>,
  { before, now, maxBytes, most = Number.POSITIVE_INFINITY }: Removal,
  turn = new WriteTurn(),
): Promise<number> {
  let removed = 0;
  for (let until = before; ; ) {
    for (const row of readWriters(database)) {
      if (!keys.has(row.key)) continue;
      while (removed < most) {
        await turn.free();
        const step = retain(database, row, keyOf(keys, row.key, row.name), until, now);
        if (step === 0) break;
        removed += step;
        await new Promise(setImmediate);
      }
    }
    const tooOld = maxBytes === undefined || removed >= most ? undefined : tooMuchBefore(database, maxBytes);
    // What is left of the oldest writer is its head alone, or it is no longer too much.
    if (tooOld === undefined || tooOld <= until) return removed;
    until = tooOld;
  }
}
