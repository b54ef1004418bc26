import type pg from 'pg';
import type { AuditFilter, StoredRecord } from '../../audit/index.ts';
import { storedRecord } from '../sql/stored-record.ts';
import { ask } from './connection.ts';

/** Reads records by filter. @throws SqlError */
export async function queryPostgres(pool: pg.Pool, filter: AuditFilter): Promise<StoredRecord[]> {
  const { recordQuery } = await import('../filing/record-query.ts');
  const { sql, parameters } = recordQuery('postgres', filter);
  return (await ask(pool, sql, parameters)).rows.map(storedRecord);
}
