import { attributes } from './any-value.ts';
import type { LogRecord } from './log-record.ts';

/**
 * `ExportLogsServiceRequest` of opentelemetry/proto/collector/logs/v1/logs_service.proto in its JSON encoding.
 *
 * @param version of Toolgate
 * @param records at least one: an empty envelope is not to be sent
 */
export function exportRequest(version: string, records: readonly LogRecord[]): string {
  const resource = { attributes: attributes({ 'service.name': 'toolgate', 'service.version': version }) };
  const scope = { name: 'toolgate', version };
  return JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope, logRecords: records }] }] });
}
