import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Control, readStand, type Stand, stillHas } from '../control/index.ts';
import type { Clock } from '../kernel/index.ts';
import type { Sql } from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';

const everyMs = 5_000;

/** @returns what was last seen in the database by whoever ran on this folder; `undefined` where nobody kept it, or it does not read */
export function readLastSeen(folder: string): Stand | undefined {
  try {
    const seen: unknown = JSON.parse(readFileSync(pathIn(folder), 'utf8'));
    return isStand(seen) ? seen : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps in the data folder what is seen in the database, which is elsewhere: whoever starts here next can tell whether it was
 * set back while nobody looked.
 *
 * @returns ends it, with what was seen last
 */
export function keepLastSeen(
  folder: string,
  control: Pick<Control, 'looked' | 'stand'>,
  clock: Pick<Clock, 'monotonic'>,
  log: Pick<Logger, 'warn'>,
): () => Promise<void> {
  const path = pathIn(folder);
  let kept: Stand | undefined;
  let at = Number.NEGATIVE_INFINITY;
  let writing: Promise<void> = Promise.resolve();
  const keep = (): void => {
    const { stand } = control;
    if (stand === kept) return;
    kept = stand;
    at = clock.monotonic();
    writing = writing
      .then(() => writeFile(`${path}.new`, `${JSON.stringify(stand)}\n`, { mode: 0o600 }))
      .then(() => rename(`${path}.new`, path))
      .catch((error: unknown) => log.warn({ error }, 'what was seen in the database could not be kept'));
  };
  const end = control.looked.subscribe(() => {
    if (clock.monotonic() - at >= everyMs) keep();
  });
  return async () => {
    end();
    keep();
    await writing;
  };
}

/** @returns what a database does not have that was seen in it; `undefined` where it has all of it. @throws SqlError */
export async function lostSinceSeen(folder: string, sql: Sql): Promise<Stand | undefined> {
  const seen = readLastSeen(folder);
  if (seen === undefined || (await stillHas(sql, seen, await readStand(sql, seen.chain)))) return undefined;
  return seen;
}

function pathIn(folder: string): string {
  return join(folder, 'last-seen.json');
}

function isStand(value: unknown): value is Stand {
  if (typeof value !== 'object' || value === null) return false;
  const { version, chain, seq, mac, time } = value as Partial<Record<keyof Stand, unknown>>;
  return [version, seq, time].every(Number.isSafeInteger) && typeof chain === 'string' && typeof mac === 'string';
}
