import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { WriterRow } from './filing/writer-row.ts';
import { listSegments } from './journal/recover.ts';
import { type JournalPosition, segmentName } from './journal/segment.ts';
import { databasePath, openDatabaseReadOnly } from './sqlite/database.ts';
import { schemaIsCurrent } from './sqlite/migrate.ts';
import { readWriters } from './sqlite/writer-row.ts';
import type { Writer } from './writer.ts';

/** What a store knows in which nothing is left to do. */
export interface UpToDate {
  /** The newest time on record, ms since the epoch. */
  readonly lastTime: number;
  /** The id of the key that a writer's chain is kept under; `undefined` for one without records. */
  keyOf(writer: string): string | undefined;
  /** The number of a writer's next segment. */
  nextSegment(writer: string): number;
}

/**
 * Finds out whether everything that the held writers ever wrote stands in the database and every call of theirs has
 * ended. It only looks, and takes about a millisecond: whatever is unusual is told by the worker, which looks closer.
 *
 * @param keys ids of the secret keys at hand
 * @returns `undefined` when there is anything to recover, to migrate or to complain of
 */
export function upToDate(dataFolder: string, held: readonly Writer[], keys: readonly string[]): UpToDate | undefined {
  try {
    const rows = existsSync(databasePath(dataFolder)) ? writersWithoutOpenCalls(dataFolder, held) : [];
    if (rows === undefined) return undefined;
    const known = new Map(rows.map((row) => [row.name, row]));
    const segments = new Map<string, number>();
    for (const { name, folder } of held) {
      const row = known.get(name);
      if (row !== undefined && !keys.includes(row.key)) return undefined;
      const next = segmentAfter(folder, row?.position ?? { segment: 1, offset: 0 });
      if (next === undefined) return undefined;
      segments.set(name, next);
    }
    return {
      lastTime: Math.max(0, ...rows.map((row) => row.lastTime)),
      keyOf: (writer) => known.get(writer)?.key,
      nextSegment: (writer) => segments.get(writer) ?? 1,
    };
  } catch {
    return undefined;
  }
}

function writersWithoutOpenCalls(dataFolder: string, held: readonly Writer[]): WriterRow[] | undefined {
  const database = openDatabaseReadOnly(dataFolder);
  try {
    if (!schemaIsCurrent(database)) return undefined;
    const rows = readWriters(database);
    const open = database.prepare('SELECT 1 FROM open_intent WHERE writer = ? LIMIT 1');
    const idle = rows.every(
      ({ id, name }) => !held.some((writer) => writer.name === name) || open.get(id) === undefined,
    );
    return idle ? rows : undefined;
  } finally {
    database.close();
  }
}

/** @returns the segment to go on with where nothing stands behind `drained`; otherwise `undefined` */
function segmentAfter(folder: string, drained: JournalPosition): number | undefined {
  const left = listSegments(folder).filter((number) => number >= drained.segment);
  if (left.length === 0) return drained.offset === 0 ? drained.segment : undefined;
  const whole = left.length === 1 && left[0] === drained.segment;
  const size = whole ? statSync(join(folder, segmentName(drained.segment))).size : undefined;
  return size === drained.offset ? drained.segment + 1 : undefined;
}
