/**
 * Every way a call can end, in one table: the stable codes of the product. A code is public: it stands in answers,
 * records, metrics and in `docs/codes.md`.
 */
export const outcomes = ['allow', 'deny', 'hold', 'hidden', 'would_deny', 'would_hold', 'error', 'refused'] as const;

export type Outcome = (typeof outcomes)[number];

/** What the policy itself can say no with. */
export type DenyCode =
  | 'no_policy'
  | 'default_deny'
  | 'denied'
  | 'condition'
  | 'arguments'
  | 'rate_limited'
  | 'concurrency'
  | 'definition_changed'
  | 'policy_error'
  | 'killed'
  | 'approval_denied'
  | 'approval_expired';

export type HoldCode = 'approval_required';

/** Answered as if the tool did not exist. */
export type HiddenCode = 'hidden' | 'unknown_tool';

/** What is no fault of the call: the upstream's, or the gateway's own. */
export type ErrorCode =
  | 'upstream_unavailable'
  | 'upstream_timeout'
  | 'upstream_unauthorized'
  | 'upstream_invalid'
  | 'audit_unavailable'
  | 'limits_unavailable'
  | 'approvals_unavailable'
  | 'snapshot_stale'
  | 'overloaded'
  | 'store_unavailable';

/** Refused before there was anything to judge. */
export type RefusalCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'bad_request'
  | 'unsupported_media'
  | 'too_large'
  | 'header_mismatch'
  | 'duplicate_id'
  | 'unknown_session'
  | 'invalid'
  | 'conflict'
  | 'too_many_attempts'
  | 'second_factor_required';

export type Code = DenyCode | HoldCode | HiddenCode | ErrorCode | RefusalCode;

interface CodeFacts {
  /** HTTP status towards a client of the modern era, and of refusals before judgement. */
  readonly status: number;
  /** JSON-RPC error code where the code is answered as an error. Never -32000…-32099, save what MCP itself defines. */
  readonly rpc: number;
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;
}

const facts = (status: number, rpc: number, retryable = false): CodeFacts => ({ status, rpc, retryable });

const table: { readonly [C in Code]: CodeFacts } = {
  no_policy: facts(200, -32602),
  default_deny: facts(200, -32602),
  denied: facts(200, -32602),
  condition: facts(200, -32602),
  arguments: facts(200, -32602),
  rate_limited: facts(200, -32602, true),
  concurrency: facts(200, -32602, true),
  definition_changed: facts(200, -32602),
  policy_error: facts(200, -32602),
  killed: facts(200, -32602),
  approval_denied: facts(200, -32602),
  approval_expired: facts(200, -32602),
  approval_required: facts(200, -32602, true),
  hidden: facts(200, -32602),
  unknown_tool: facts(200, -32602),
  upstream_unavailable: facts(502, -32603, true),
  upstream_timeout: facts(504, -32603, true),
  upstream_unauthorized: facts(502, -32603),
  upstream_invalid: facts(502, -32603),
  audit_unavailable: facts(503, -32603, true),
  limits_unavailable: facts(503, -32603, true),
  approvals_unavailable: facts(503, -32603, true),
  snapshot_stale: facts(503, -32603, true),
  overloaded: facts(429, -32603, true),
  store_unavailable: facts(503, -32603, true),
  unauthenticated: facts(401, -32600),
  forbidden: facts(403, -32600),
  not_found: facts(404, -32600),
  method_not_allowed: facts(405, -32600),
  bad_request: facts(400, -32600),
  unsupported_media: facts(415, -32600),
  too_large: facts(413, -32600),
  header_mismatch: facts(400, -32020),
  duplicate_id: facts(400, -32600),
  unknown_session: facts(404, -32600),
  invalid: facts(422, -32600),
  conflict: facts(409, -32600),
  too_many_attempts: facts(429, -32600, true),
  second_factor_required: facts(401, -32600),
};

/** @returns status, JSON-RPC code and retryability of a stable code */
export function codeFacts(code: Code): CodeFacts {
  return table[code];
}

/** All codes, for documentation, metrics and exhaustive tests. */
export const allCodes: readonly Code[] = Object.freeze(Object.keys(table) as Code[]);
