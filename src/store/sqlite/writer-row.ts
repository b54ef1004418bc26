import type { DatabaseSync } from 'node:sqlite';
import { genesis } from '../../audit/index.ts';
import type { WriterRow } from '../filing/writer-row.ts';

export function readWriters(database: DatabaseSync): WriterRow[] {
  return database.prepare('SELECT * FROM writer ORDER BY id').all().map(rowOf);
}

export function readWriter(database: DatabaseSync, name: string): WriterRow | undefined {
  const row = database.prepare('SELECT * FROM writer WHERE name = ?').get(name);
  return row === undefined ? undefined : rowOf(row);
}

/** @param segment the first segment of its journal */
export function addWriter(database: DatabaseSync, name: string, key: string, segment: number): void {
  database.prepare('INSERT INTO writer (name, key, mac, segment) VALUES (?, ?, ?, ?)').run(name, key, genesis, segment);
}

function rowOf(row: Record<string, unknown>): WriterRow {
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
