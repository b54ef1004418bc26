import type { AccountTables } from './accounts.ts';
import type { ApprovalTables } from './approvals.ts';
import type { CaptureTables } from './captures.ts';
import type { DefinitionTables } from './definitions.ts';
import type { InstallationTables } from './installation.ts';
import type { MessageTables } from './messages.ts';
import type { OutboxTables } from './outbox.ts';
import type { RecordTables } from './records.ts';
import type { RegistryTables } from './registry.ts';

/**
 * Every table that verbs may touch, by name: one interface an area, one file each. Times are milliseconds since the
 * epoch, ids and digests are text, sealed values are the text of an envelope, flags are 0 or 1.
 */
export type Tables = AccountTables &
  ApprovalTables &
  CaptureTables &
  DefinitionTables &
  InstallationTables &
  MessageTables &
  OutboxTables &
  RecordTables &
  RegistryTables;
