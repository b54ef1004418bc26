import type { JournalPosition } from '../journal/segment.ts';

/** A writer as the database knows it. */
export interface WriterRow {
  readonly id: number;
  readonly name: string;
  /** Id of the secret key that its chain is kept under. */
  readonly key: string;
  readonly seq: number;
  readonly mac: Uint8Array;
  readonly position: JournalPosition;
  readonly lastTime: number;
}

/** A row of the table of writers, in either database. @throws Error where it is none */
export function writerOf(row: Readonly<Record<string, unknown>>): WriterRow {
  if (!(row.mac instanceof Uint8Array)) throw new Error('the table of writers holds a mac that is none');
  return {
    id: Number(row.id),
    name: String(row.name),
    key: String(row.key),
    seq: Number(row.seq),
    mac: row.mac,
    position: { segment: Number(row.segment), offset: Number(row.offset) },
    lastTime: Number(row.last_time),
  };
}
