import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Control, readStand, type Stand, stillHas } from '../control/index.ts';
import type { Sql } from '../store/index.ts';
import type { Logger } from '../telemetry/index.ts';

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
 * @param settled resolves when what has to be done after a set-back is done: until then, whoever starts next has to know of it
 * @returns ends it, with what was seen last
 */
export function keepLastSeen(
  folder: string,
  control: Pick<Control, 'looked' | 'stand'>,
  settled: () => Promise<void>,
  log: Pick<Logger, 'warn'>,
): () => Promise<void> {
  const path = pathIn(folder);
  let kept: Stand | undefined;
  let keeping: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    while (control.stand !== kept) {
      const { stand } = control;
      await settled();
      await writeFile(`${path}.new`, `${JSON.stringify(stand)}\n`, { mode: 0o600, flush: true });
      await rename(`${path}.new`, path);
      kept = stand;
    }
  };
  // One at a time: what is seen meanwhile is kept after it.
  const keep = (): Promise<void> => {
    keeping ??= write()
      .catch((error: unknown) => log.warn({ error }, 'what was seen in the database could not be kept'))
      .finally(() => {
        keeping = undefined;
      });
    return keeping;
  };
  const end = control.looked.subscribe(() => void keep());
  return async () => {
    end();
    await keep();
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
