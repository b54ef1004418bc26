import type { StoredRecord } from '../../audit/index.ts';
import type { OtlpChannel } from '../channel.ts';
import type { Attempt, DeliverOptions } from '../deliver.ts';
import type { Kept, RecordsType } from '../message.ts';
import { post } from '../post.ts';
import { retryAfterMs } from '../retry-after.ts';
import { exportRequest } from './export-request.ts';
import { messageLog, recordLog } from './log-record.ts';
import { readAnswer } from './read-answer.ts';

/** Reads the records behind one, up to another. */
export type ReadRecords = (type: RecordsType, after: number, upTo: number) => Promise<readonly StoredRecord[]>;

/** What is read of an answer: a count, and a sentence that is not repeated. */
const mostAnswerBytes = 64 * 1_024;

/** Hands one message, or the batch of records that it names, to a collector by OTLP/HTTP. */
export async function deliverOtlp(channel: OtlpChannel, kept: Kept, options: DeliverOptions): Promise<Attempt> {
  const { message } = kept;
  const { withValues } = channel;
  if (message.type !== 'records.calls' && message.type !== 'records.events') {
    return send(channel, [messageLog(kept, withValues)], options);
  }
  const { after, upTo, count } = message.data;
  const records = await options.records(message.type, after, upTo);
  const gone = count - records.length;
  const note = gone > 0 ? `${gone} of ${count} records had been removed by retention before` : undefined;
  if (records.length === 0) return { ok: true, ...(note === undefined ? {} : { note }) };
  const attempt = await send(
    channel,
    records.map((record) => recordLog(record, withValues)),
    options,
  );
  return attempt.ok && note !== undefined
    ? { ok: true, note: [note, attempt.note].filter(Boolean).join('; ') }
    : attempt;
}

async function send(
  { url, headers, allowPrivate }: OtlpChannel,
  records: Parameters<typeof exportRequest>[1],
  { clock, resolve, version }: DeliverOptions,
): Promise<Attempt> {
  const dial = { allowPrivate, clock, mostAnswerBytes, ...(resolve === undefined ? {} : { resolve }) };
  const answer = await post(url, headers.flat(), exportRequest(version, records), dial);
  const attempt = readAnswer(answer, records.length);
  const asked = retryAfterMs(answer.retryAfter, clock.now());
  return attempt.ok || asked === undefined ? attempt : { ...attempt, retryAfterMs: asked };
}
