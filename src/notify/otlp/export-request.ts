import { attributes } from './any-value.ts';
import type { TraceSpan } from './call-span.ts';
import type { LogRecord } from './log-record.ts';

/**
 * `ExportLogsServiceRequest` of opentelemetry/proto/collector/logs/v1/logs_service.proto in its JSON encoding.
 *
 * @param version of Toolgate
 * @param logRecords at least one: an empty envelope is not to be sent
 */
export function logsRequest(version: string, logRecords: readonly LogRecord[]): string {
  const { resource, scope } = sender(version);
  return JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords }] }] });
}

/** `ExportTraceServiceRequest` of opentelemetry/proto/collector/trace/v1/trace_service.proto, likewise. */
export function spansRequest(version: string, spans: readonly TraceSpan[]): string {
  const { resource, scope } = sender(version);
  return JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] });
}

function sender(version: string): Record<'resource' | 'scope', object> {
  const resource = { attributes: attributes({ 'service.name': 'toolgate', 'service.version': version }) };
  return { resource, scope: { name: 'toolgate', version } };
}
