import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { AuditFilter, StoredRecord } from '../../audit/index.ts';
import { recordQuery } from '../filing/record-query.ts';
import { storedRecord } from '../sql/stored-record.ts';
import { hasTerms } from './call-term-rows.ts';

/** Reads records by filter. */
export function queryRecords(database: DatabaseSync, filter: AuditFilter): StoredRecord[] {
  const { sql, parameters } = recordQuery('sqlite', filter, hasTerms(database));
  return database
    .prepare(sql)
    .all(...parameters.map(inputValue))
    .map(storedRecord);
}

function inputValue(value: unknown): SQLInputValue {
  if (typeof value === 'string' || typeof value === 'number') return value;
  throw new Error('a filter may hold text and numbers only');
}
