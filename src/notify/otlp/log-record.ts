import type { CallRecord, EventRecord, StoredRecord } from '../../audit/index.ts';
import type { Outcome } from '../../kernel/index.ts';
import type { Kept } from '../message.ts';
import { sentenceOf } from '../render.ts';
import { type AnyValue, attributes, type KeyValue, wellFormed } from './any-value.ts';
import { traceContext } from './trace-context.ts';

/** `LogRecord` of opentelemetry/proto/logs/v1/logs.proto in its JSON encoding. */
export interface LogRecord {
  /** Nanoseconds since the epoch: 64 bits, and so a decimal string. */
  readonly timeUnixNano: string;
  readonly observedTimeUnixNano: string;
  /** `SeverityNumber`; enums are numbers, never names. */
  readonly severityNumber: number;
  readonly severityText: string;
  readonly eventName: string;
  readonly body: AnyValue;
  readonly attributes: readonly KeyValue[];
  /** The span that the same call is. */
  readonly traceId?: string;
  readonly spanId?: string;
  readonly flags?: number;
}

/** `SEVERITY_NUMBER_INFO`, `_WARN` and `_ERROR`. */
const severities = { INFO: 9, WARN: 13, ERROR: 17 } as const;
type Severity = keyof typeof severities;

/** A record as a collector gets it: what stands in it, and by what the chain proves it. */
export function recordLog(stored: StoredRecord, withValues: boolean): LogRecord {
  const record: CallRecord | EventRecord = JSON.parse(stored.text);
  const { writer, seq, mac } = stored;
  // Whoever is told twice can tell, and whoever keeps it has a head of the chain.
  const place = { 'toolgate.writer': writer, 'toolgate.seq': seq, 'toolgate.mac': mac };
  return record.kind === 'event' ? eventLog(record, place) : callLog(record, place, withValues);
}

/** What is no record, such as an approval that waits: the sentence that others are told, and its members. */
export function messageLog({ id, time, message }: Kept, withValues: boolean): LogRecord {
  const { type, data } = message;
  const values = withValues && 'values' in message ? { 'toolgate.values': message.values } : {};
  const severity: Severity = type === 'chain.broken' ? 'ERROR' : type === 'test' ? 'INFO' : 'WARN';
  return logRecord(time, severity, `toolgate.alert.${type}`, sentenceOf(message), {
    'toolgate.message': id,
    ...prefixed('toolgate.', data),
    ...values,
  });
}

function callLog(record: CallRecord, place: Readonly<Record<string, unknown>>, withValues: boolean): LogRecord {
  const { time, grant, client, upstream, bytes, outcome, code, server, method, subject } = record;
  const { traceId, spanId, flags } = traceContext(record);
  const parts = [code === undefined ? outcome : `${outcome} ${code}`, grant.label, server, subject ?? method];
  const log = logRecord(time, severityOf(outcome), 'toolgate.call', parts.join('  '), {
    'toolgate.request_id': record.requestId,
    'toolgate.organization': record.organization,
    'toolgate.grant.id': grant.id,
    'toolgate.grant.label': grant.label,
    'toolgate.user': record.user,
    'toolgate.session': record.session,
    'toolgate.client.name': client?.name,
    'toolgate.client.version': client?.version,
    'toolgate.server': server,
    'mcp.method.name': method,
    'toolgate.subject': subject,
    'toolgate.argument_keys': record.argumentKeys,
    ...(withValues ? { 'toolgate.argument_values': record.argumentValues } : {}),
    'toolgate.definition_hash': record.definitionHash,
    'toolgate.policy': record.policy,
    'toolgate.policy_version': record.policyVersion,
    'toolgate.outcome': outcome,
    'toolgate.code': code,
    'toolgate.rule': record.rule,
    'toolgate.approval': record.approval,
    'toolgate.decided_by': record.decidedBy,
    'toolgate.given_back': record.givenBack,
    'toolgate.interrupted': record.interrupted,
    'toolgate.continues': record.continues,
    'toolgate.upstream.status': upstream?.status,
    'toolgate.upstream.ms': upstream?.ms,
    'toolgate.ms': record.ms,
    'toolgate.bytes.in': bytes?.in,
    'toolgate.bytes.out': bytes?.out,
    'toolgate.count': record.count,
    ...place,
  });
  return { ...log, traceId, spanId, flags };
}

function eventLog({ time, event, detail }: EventRecord, place: Readonly<Record<string, unknown>>): LogRecord {
  return logRecord(time, 'INFO', `toolgate.event.${event}`, event, {
    ...prefixed('toolgate.detail.', detail),
    ...place,
  });
}

function logRecord(
  timeMs: number,
  severity: Severity,
  eventName: string,
  body: string,
  members: Readonly<Record<string, unknown>>,
): LogRecord {
  const time = `${Math.max(0, Math.trunc(timeMs))}000000`;
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber: severities[severity],
    severityText: severity,
    eventName: wellFormed(eventName),
    body: { stringValue: wellFormed(body) },
    attributes: attributes(members),
  };
}

function severityOf(outcome: Outcome): Severity {
  if (outcome === 'error') return 'ERROR';
  return outcome === 'allow' ? 'INFO' : 'WARN';
}

function prefixed(prefix: string, members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [prefix + name, value]));
}
