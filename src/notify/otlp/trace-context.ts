import { createHash } from 'node:crypto';
import type { CallRecord } from '../../audit/index.ts';

/** To which trace a call belongs, and what its own span is called there. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  /** The span of the client's that made the call; none where the client spoke of none. */
  readonly parentSpanId?: string;
  /** W3C trace flags. */
  readonly flags: number;
}

const sampled = 1;

/**
 * A call stands in the trace that its client spoke of, else in one of its own, called as the request is. Its span is called
 * after the request in both: whoever is told twice, or of one call by several gateways, sees one span.
 */
export function traceContext({ requestId, trace }: Pick<CallRecord, 'requestId' | 'trace'>): TraceContext {
  const own = /^[0-9a-f]{32}$/.test(requestId) ? requestId : createHash('sha256').update(requestId).digest('hex');
  const spanId = own.slice(16, 32);
  if (trace === undefined) return { traceId: own.slice(0, 32), spanId, flags: sampled };
  const [, traceId = '', parentSpanId = '', flags = ''] = trace.split('-');
  return { traceId, spanId, parentSpanId, flags: Number.parseInt(flags, 16) };
}

/** Whether its client wants the trace to be kept. A call that is in nobody's trace is. */
export function isSampled({ flags }: TraceContext): boolean {
  return (flags & sampled) !== 0;
}
