/**
 * What is kept, and where: adapters only. The data folder and its locks, the journal (append-only files, the request
 * path's only way to disk), and the embedded store (SQLite in a worker thread, which the journal is drained into).
 *
 * Invariants: the request path never touches SQLite; nothing is acknowledged that is not as durable as was asked; a
 * line of the journal becomes a row exactly once; whatever cannot be read as it was written stops the start with a
 * sentence, and is never passed over.
 */
export { sealContext as approvalContext } from './approvals/kept-arguments.ts';
export { LateQueue } from './approvals/late-queue.ts';
export { type Restored, restoreBackup } from './backup/restore-backup.ts';
export { writeBackup } from './backup/write-backup.ts';
export { databaseUrl } from './database-url.ts';
export { defaultFolder } from './default-folder.ts';
export { fileRemains } from './file-remains.ts';
export { checkpoint } from './filing/checkpoint.ts';
export type { Removal } from './filing/messages.ts';
export { usesKeptMs } from './filing/tool-uses.ts';
export type { Verification } from './filing/verification.ts';
export { StoreError } from './filing/worker-client.ts';
export { type DataFolder, FolderInUse, FolderUnusable, isUnused, openFolder } from './folder.ts';
export { type DatabaseState, inspectDatabase } from './inspect-database.ts';
export { openJournal } from './journal/open-journal.ts';
export { type Lock, tryLock } from './lock.ts';
export { type Moved, moveStore, prepareSchema } from './move/late.ts';
export { type AuditReader, openAuditReader, openDatabaseReader } from './open-audit-reader.ts';
export { openStore, type Store, type StoreOptions } from './open-store.ts';
export { type PolicyVersions, policyVersions } from './policy-versions.ts';
export { asColumn } from './postgres/as-column.ts';
export type { ClockAhead } from './postgres/clock-ahead.ts';
export type { PostgresState } from './postgres/inspect-postgres.ts';
export {
  inspectPostgres,
  openPostgresChannels,
  openPostgresLimiter,
  openPostgresNotifier,
  openPostgresStates,
} from './postgres/late.ts';
export type { Notifier } from './postgres/notifier.ts';
export { removeRecords } from './remove-records.ts';
export { type CallTerm, callsByTerms, callTerms, moreWordsThan } from './sql/calls-by-terms.ts';
export { databaseClock } from './sql/database-clock.ts';
export { isSqlite } from './sql/is-sqlite.ts';
export { openSql, type Sql } from './sql/open-sql.ts';
export { SqlError, type SqlProblem } from './sql/sql-error.ts';
export { recordColumns, storedRecord } from './sql/stored-record.ts';
export type { Tables } from './sql/tables/index.ts';
export { unindexedNumber, unindexedText, unorderedNumber } from './sql/unindexed.ts';
export { LateLimiter, type SqliteLimiter, sqliteLimiter } from './sqlite/limiter/index.ts';
