import type { AuditReader } from '../open-audit-reader.ts';
import { newPool } from './new-pool.ts';
import { queryPostgres } from './query-postgres.ts';
import { asking, readWriters } from './writer-rows.ts';

/** The audit log of an installation on PostgreSQL, read beside the gateways that write it. @throws SqlError */
export async function openPostgresReader(url: string): Promise<AuditReader> {
  const pool = newPool(url, 2, { patient: true });
  const heads: AuditReader['heads'] = async () =>
    (await readWriters(asking(pool))).map(({ name, seq, mac }) => ({ writer: name, seq, mac }));
  try {
    await heads();
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    query: (filter) => queryPostgres(pool, filter),
    heads,
    verify: async (ring, kept) => (await import('./verify-postgres.ts')).verifyPostgres(pool, ring, kept),
    close: () => pool.end(),
  };
}
