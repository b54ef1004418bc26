import { escapeUnsafe } from '../kernel/index.ts';
import type { StoredRecord } from './audit-log.ts';
import type { CallRecord, EventRecord } from './record.ts';

const columns = [
  'writer',
  'seq',
  'time',
  'requestId',
  'organization',
  'grant',
  'label',
  'user',
  'session',
  'client',
  'server',
  'method',
  'subject',
  'argumentKeys',
  'definitionHash',
  'policy',
  'policyVersion',
  'outcome',
  'code',
  'rule',
  'approval',
  'upstream',
  'upstreamMs',
  'ms',
  'bytesIn',
  'bytesOut',
  'count',
  'interrupted',
  'continues',
  'trace',
  'event',
  'detail',
  'mac',
] as const;
type Row = { readonly [C in (typeof columns)[number]]?: string | number | undefined };

export const csvHeader = `${columns.join(',')}\r\n`;

/** A record as one line of CSV (RFC 4180), in the order of `csvHeader`. */
export function csvLine(stored: StoredRecord): string {
  const record: CallRecord | EventRecord = JSON.parse(stored.text);
  const row: Row = {
    writer: stored.writer,
    seq: stored.seq,
    time: new Date(record.time).toISOString(),
    mac: stored.mac,
    ...(record.kind === 'event' ? { event: record.event, detail: JSON.stringify(record.detail) } : callColumns(record)),
  };
  return `${columns.map((column) => csvCell(row[column])).join(',')}\r\n`;
}

function callColumns(record: CallRecord): Row {
  const { requestId, organization, grant, user, session, client, server, method, subject, argumentKeys } = record;
  const { definitionHash, policy, policyVersion, outcome, code, rule, approval, upstream, ms, bytes, count } = record;
  return {
    requestId,
    organization,
    grant: grant.id,
    label: grant.label,
    user,
    session,
    client: client === undefined ? undefined : `${client.name} ${client.version}`,
    server,
    method,
    subject,
    argumentKeys: argumentKeys?.join(' '),
    definitionHash,
    policy,
    policyVersion,
    outcome,
    code,
    rule,
    approval,
    upstream: upstream?.status,
    upstreamMs: upstream?.ms,
    ms,
    bytesIn: bytes?.in,
    bytesOut: bytes?.out,
    count,
    interrupted: record.interrupted ? 'true' : undefined,
    continues: record.continues,
    trace: record.trace,
  };
}

/**
 * A spreadsheet takes a cell that begins with one of these for a formula; a leading apostrophe makes it text. White
 * space before them does not help: it is passed over.
 */
const formula = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** One cell of RFC 4180, quoted where it is text, that no spreadsheet takes for a formula and no terminal obeys. */
export function csvCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = escapeUnsafe(value);
  return `"${(formula.test(value) ? `'${safe}` : safe).replaceAll('"', '""')}"`;
}
