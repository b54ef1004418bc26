import type { CallRecord, Intent } from '../../src/audit/index.ts';

/** The calls that the crash tests make: each takes one unit from one budget that never expires. */
const facts = (requestId: string) => ({
  requestId,
  time: 1_700_000_000_000,
  organization: 'default',
  grant: { id: 'g1', label: 'alice-laptop' },
  server: 'netdiag',
  method: 'tools/call',
  subject: 'tcp_connect',
});

export const unit = 1_000_000;

export function intentOf(requestId: string, takenAt = 1_700_000_000_000): Intent {
  const taken = [{ key: 'budget', windowMs: 31_622_400_000, align: 'sliding', cost: unit }] as const;
  return { ...facts(requestId), kind: 'intent', takenAt, taken };
}

export function recordOf(requestId: string, more: Partial<CallRecord> = {}): CallRecord {
  return { ...facts(requestId), kind: 'call', outcome: 'allow', ms: 3, upstream: { status: 'ok', ms: 2 }, ...more };
}
