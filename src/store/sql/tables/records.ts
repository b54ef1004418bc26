import type { Generated } from 'kysely';

/** A chain of records: `migrations/sqlite/0001_audit.sql`. */
interface WriterTable {
  id: Generated<number>;
  name: string;
  key: string;
  seq: Generated<number>;
  mac: Uint8Array;
  last_time: Generated<number>;
}

interface Linked {
  id: Generated<number>;
  writer: number;
  seq: number;
  time: number;
  text: string;
  prev_mac: Uint8Array;
  mac: Uint8Array;
}

interface CallRecordTable extends Linked {
  grant_id: string;
  label: string;
  server: string;
  subject: string | null;
  outcome: string;
  code: string | null;
}

interface EventTable extends Linked {
  name: string;
}

/** When a grant last called a tool, for as long as it counts as used. */
interface ToolUseTable {
  grant_id: string;
  server: string;
  tool: string;
  used_at: number;
}

/** Up to where old records of a chain were removed: `store/filing/verification.ts` reads the signature. */
interface ChainCutTable {
  writer: number;
  seq: number;
}

/** What happened. Calls are written by the store's worker alone; verbs append events and read both. */
export interface RecordTables {
  writer: WriterTable;
  call_record: CallRecordTable;
  event: EventTable;
  chain_cut: ChainCutTable;
  tool_use: ToolUseTable;
}
