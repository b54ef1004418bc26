import type { Generated } from 'kysely';

/** `migrations/sqlite/0006_approvals.sql`. */
export interface ApprovalTable {
  id: string;
  /** `pending`, `approved`, `denied`, `expired` or `consumed`. */
  state: string;
  call_digest: string;
  entries_digest: string;
  organization: string;
  grant_id: string;
  grant_label: string;
  server: string;
  subject: string;
  answers: string | null;
  asked_at: number;
  expires_at: number;
  settled_at: number | null;
  consumed_by: string | null;
  told: Generated<number>;
  /** JSON. */
  request: string;
  /** JSON. */
  decision: string;
  /** Sealed under the approval's id; empty when it expired so long ago that they are kept no longer. */
  arguments: string;
}

export interface ApprovalExceptionTable {
  id: string;
  approval: string;
  match: string;
  grant_id: string;
  expires_at: number;
  uses: number | null;
  used: Generated<number>;
  revoked_at: number | null;
  created_at: number;
  /** JSON. */
  terms: string;
}

interface ApproverGroupTable {
  name: string;
  /** `user:<id>` or `api_key:<id>`. */
  member: string;
}

/** Calls that wait for people, what people let pass for a while, and who they are. */
export interface ApprovalTables {
  approval: ApprovalTable;
  approval_exception: ApprovalExceptionTable;
  approver_group: ApproverGroupTable;
}
