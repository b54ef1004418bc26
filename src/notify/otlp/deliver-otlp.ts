import type { StoredRecord } from '../../audit/index.ts';
import type { OtlpChannel } from '../channel.ts';
import type { DeliverOptions, Delivery } from '../deliver.ts';
import { isOfRecords, type Kept, type OutboxMessage, type RecordsType } from '../message.ts';
import { post } from '../post.ts';
import { readRetryAfter } from '../read-retry-after.ts';
import { callSpan } from './call-span.ts';
import { logsRequest, spansRequest } from './export-request.ts';
import { messageLog, recordLog } from './log-record.ts';
import { readAnswer } from './read-answer.ts';
import { type OtlpSignal, signalUrl } from './signal-url.ts';

/** Reads the records behind one, up to another. */
export type ReadRecords = (type: RecordsType, after: number, upTo: number) => Promise<readonly StoredRecord[]>;

/** What is read of an answer: a count, and a sentence that is not repeated. */
const mostAnswerBytes = 64 * 1_024;

/** Hands one message, or the batch of records that it names, to a collector by OTLP/HTTP. */
export async function deliverOtlp(channel: OtlpChannel, kept: Kept, options: DeliverOptions): Promise<Delivery> {
  const { message } = kept;
  const { withValues } = channel;
  const { version } = options;
  if (!isRecords(message))
    return send(channel, 'logs', logsRequest(version, [messageLog(kept, withValues)]), 1, options);

  const { after, upTo, count } = message.data;
  const records = await options.records(message.type, after, upTo);
  const gone = count - records.length;
  const note = gone > 0 ? `${gone} of ${count} records had been removed by retention before` : undefined;
  const attempt = await tell(channel, message.type, records, options);
  return attempt.ok && note !== undefined
    ? { ok: true, note: [note, attempt.note].filter(Boolean).join('; ') }
    : attempt;
}

async function tell(
  channel: OtlpChannel,
  type: RecordsType,
  records: readonly StoredRecord[],
  options: DeliverOptions,
): Promise<Delivery> {
  const { version } = options;
  if (type !== 'records.spans') {
    const logs = records.map((record) => recordLog(record, channel.withValues));
    return logs.length === 0 ? { ok: true } : send(channel, 'logs', logsRequest(version, logs), logs.length, options);
  }
  const spans = records.flatMap(({ text }) => callSpan(JSON.parse(text)) ?? []);
  return spans.length === 0
    ? { ok: true }
    : send(channel, 'traces', spansRequest(version, spans), spans.length, options);
}

function isRecords(message: OutboxMessage): message is Extract<OutboxMessage, { readonly type: RecordsType }> {
  return isOfRecords(message.type);
}

async function send(
  { url, headers, allowPrivate }: OtlpChannel,
  signal: OtlpSignal,
  body: string,
  count: number,
  { clock, fault, stopped, resolve }: DeliverOptions,
): Promise<Delivery> {
  const dial = { allowPrivate, clock, fault, stopped, mostAnswerBytes, ...(resolve === undefined ? {} : { resolve }) };
  const answer = await post(signalUrl(url, signal), headers.flat(), body, dial);
  const attempt = readAnswer(answer, count);
  const asked = readRetryAfter(answer.retryAfter, clock.now());
  return attempt.ok || asked === undefined ? attempt : { ...attempt, retryAfterMs: asked };
}
