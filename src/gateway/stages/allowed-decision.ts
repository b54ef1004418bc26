import { jsonName, jsonString } from '../../kernel/index.ts';
import type { Receipt, Remaining } from '../../limits/index.ts';
import type { Permit } from './take.ts';

/**
 * What an allowed result says in `_meta`: that it was judged, and what limits have left. As JSON text, put together by hand:
 * every call has it.
 */
export function allowedDecision(permit: Permit): string | undefined {
  const { call } = permit.judged.resolved;
  const { decisionMeta } = call.snapshot;
  if (decisionMeta === 'off') return undefined;
  const requestId = jsonString(call.requestId);
  if (decisionMeta === 'code') return `{"outcome":"allow","requestId":${requestId}}`;
  const { name, version } = permit.judged.policy;
  const policy = `"policy":${jsonName(name)},"policyVersion":${version}`;
  const { clearance } = permit;
  const approval = clearance === undefined ? '' : `,"approval":{"id":${jsonString(clearance.approval)}}`;
  return `{"outcome":"allow",${policy},"requestId":${requestId}${leftOf(permit.receipt)}${approval}}`;
}

/** What one limit has left, or each of several. */
function leftOf(receipt: Receipt | undefined): string {
  const left = receipt?.remaining ?? [];
  const first = left[0];
  if (first === undefined) return '';
  if (left.length === 1) return `,${stateOf(first)}`;
  return `,"remaining":[{${left.map(stateOf).join('},{')}}]`;
}

function stateOf({ take, remaining }: Remaining): string {
  return `"limit":${take.max / 1_000_000},"remaining":${remaining / 1_000_000}`;
}
