/** `migrations/sqlite/0009_captures.sql`. */
interface CaptureRuleTable {
  id: string;
  /** Id or label; empty: every grant. */
  grant_name: string;
  /** Slug; empty: every server. */
  server: string;
  /** `off`, `paths` or `full`. */
  level: string;
  retention_ms: number;
  /** `kind:id` of an actor. */
  set_by: string;
  set_at: number;
}

interface CaptureTable {
  request_id: string;
  time: number;
  expires_at: number;
  grant_id: string;
  label: string;
  server: string;
  tool: string;
  level: string;
  /** Before it was sealed. */
  bytes: number;
  /** Under the request's id. */
  sealed: string;
}

/** Arguments of calls, where an operator asks for them. */
export interface CaptureTables {
  capture_rule: CaptureRuleTable;
  capture: CaptureTable;
}
