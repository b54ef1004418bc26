import type { DatabaseSync } from 'node:sqlite';
import { genesis } from '../../audit/index.ts';
import { type WriterRow, writerOf } from '../filing/writer-row.ts';

export function readWriters(database: DatabaseSync): WriterRow[] {
  return database.prepare('SELECT * FROM writer ORDER BY id').all().map(writerOf);
}

export function readWriter(database: DatabaseSync, name: string): WriterRow | undefined {
  const row = database.prepare('SELECT * FROM writer WHERE name = ?').get(name);
  return row === undefined ? undefined : writerOf(row);
}

/** @param segment the first segment of its journal */
export function addWriter(database: DatabaseSync, name: string, key: string, segment: number): void {
  database.prepare('INSERT INTO writer (name, key, mac, segment) VALUES (?, ?, ?, ?)').run(name, key, genesis, segment);
}
