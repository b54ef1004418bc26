import type { CallRecord, EventRecord, StoredRecord } from '../../audit/index.ts';
import { escapeUnsafe } from '../../kernel/index.ts';

/** A record as one line to read. Whatever came from outside is shown with its unsafe characters spelled out. */
export function textLine({ text }: StoredRecord): string {
  const record: CallRecord | EventRecord = JSON.parse(text);
  const time = new Date(record.time).toISOString();
  if (record.kind === 'event') return `${time}  ${escapeUnsafe(`${record.event}  ${JSON.stringify(record.detail)}`)}\n`;
  const { outcome, code, grant, server, method, subject, rule, interrupted, ms, count } = record;
  const parts = [time, code === undefined ? outcome : `${outcome} ${code}`, grant.label, server, subject ?? method];
  if (rule !== undefined) parts.push(rule);
  parts.push(interrupted ? 'interrupted' : `${Math.round(ms)} ms`);
  if (count !== undefined) parts.push(`${count} times`);
  return `${parts.map(escapeUnsafe).join('  ')}\n`;
}
