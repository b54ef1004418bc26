import type { CallRecord } from '../../audit/index.ts';
import { attributes, type KeyValue, wellFormed } from './any-value.ts';
import { isSampled, traceContext } from './trace-context.ts';

/** `Span` of opentelemetry/proto/trace/v1/trace.proto in its JSON encoding. */
export interface TraceSpan {
  /** 16 bytes as 32 hexadecimal digits: ids are no base64 in OTLP's JSON. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly flags: number;
  readonly name: string;
  /** `SPAN_KIND_SERVER`: what a client asked of us. */
  readonly kind: 2;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly KeyValue[];
  /** `STATUS_CODE_ERROR`, or nothing. */
  readonly status: { readonly code?: 2; readonly message?: string };
}

/**
 * A call as a span, by OpenTelemetry's conventions for MCP (open-telemetry/semantic-conventions-genai, docs/gen-ai/mcp.md).
 * That a policy refused is what it is there for, and no error of the gateway's; it stands in `toolgate.outcome`.
 *
 * @returns `undefined` where the client said that its trace is not kept
 */
export function callSpan(record: CallRecord): TraceSpan | undefined {
  const context = traceContext(record);
  if (!isSampled(context)) return undefined;
  const { time, ms, method, subject, outcome, code, upstream } = record;
  const failed = outcome === 'error' || upstream?.status === 'error';
  const failure = code ?? upstream?.status ?? outcome;
  const isNamed = method === 'tools/call' || method === 'prompts/get';
  return {
    ...context,
    // Resources are no part of the name, nor is what does not exist: there would be too many names.
    name: wellFormed(isNamed && outcome !== 'hidden' ? `${method} ${subject}` : method),
    kind: 2,
    startTimeUnixNano: nanoseconds(time),
    endTimeUnixNano: nanoseconds(time + ms),
    attributes: attributes({
      'mcp.method.name': method,
      'gen_ai.tool.name': method === 'tools/call' ? subject : undefined,
      'gen_ai.prompt.name': method === 'prompts/get' ? subject : undefined,
      'mcp.resource.uri': isNamed ? undefined : subject,
      'error.type': failed ? failure : undefined,
      'toolgate.request_id': record.requestId,
      'toolgate.grant.id': record.grant.id,
      'toolgate.grant.label': record.grant.label,
      'toolgate.server': record.server,
      'toolgate.policy': record.policy,
      'toolgate.policy_version': record.policyVersion,
      'toolgate.outcome': outcome,
      'toolgate.code': code,
      'toolgate.rule': record.rule,
      'toolgate.upstream.ms': upstream?.ms,
      'toolgate.count': record.count,
    }),
    status: failed ? { code: 2, message: failure } : {},
  };
}

/** Ms, of which the record keeps thousandths. */
function nanoseconds(ms: number): string {
  return `${Math.max(0, Math.round(ms * 1_000))}000`;
}
