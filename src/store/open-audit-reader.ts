import { accessSync, constants } from 'node:fs';
import type { AuditLog, Head } from '../audit/index.ts';
import { whyNoFile } from '../kernel/index.ts';
import type { KeyRing } from '../seal/index.ts';
import type { Verification } from './filing/verification.ts';
import { StoreError } from './filing/worker-client.ts';
import { databasePath, openDatabaseReadOnly } from './sqlite/database.ts';
import { readWriters } from './sqlite/writer-row.ts';

/** The audit log of a data folder, read beside the gateway that writes it. */
export interface AuditReader extends AuditLog {
  /** @param heads kept elsewhere */
  verify(ring: KeyRing, heads: readonly Head[]): Promise<Verification>;
  close(): void | Promise<void>;
}

/** The same for an installation on PostgreSQL. @param url `postgres://…`. @throws SqlError */
export async function openDatabaseReader(url: string): Promise<AuditReader> {
  return (await import('./postgres/open-postgres-reader.ts')).openPostgresReader(url);
}

/** @throws StoreError when there is no store in the folder */
export function openAuditReader(dataFolder: string): AuditReader {
  try {
    accessSync(databasePath(dataFolder), constants.R_OK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new StoreError('StoreError', `the data folder ${dataFolder} cannot be read: ${whyNoFile(error)}`);
    }
    throw new StoreError(
      'StoreError',
      `there are no records in ${dataFolder}; name the gateway's data folder with --data`,
    );
  }
  const database = openDatabaseReadOnly(dataFolder);
  return {
    query: async (filter) => (await import('./sqlite/query-records.ts')).queryRecords(database, filter),
    heads: async () => readWriters(database).map(({ name, seq, mac }) => ({ writer: name, seq, mac })),
    verify: async (ring, heads) => (await import('./sqlite/verify-records.ts')).verifyRecords(database, ring, heads),
    close: () => database.close(),
  };
}
