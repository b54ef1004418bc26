import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { findRecords } from '../../records/find-records.ts';
import { callFilterFields, eventFilterFields } from '../../records/record-filter.ts';

const after = z.coerce
  .number()
  .int()
  .min(0)
  .optional()
  .describe('the last record that is known; else only what comes from now on');
const format = z.enum(['jsonl', 'csv']).default('jsonl');

/** Where a stream begins, and what goes into it; the API turns it into one. */
const callStream = z.strictObject({ after: z.number().int(), filter: z.strictObject(callFilterFields) });
const eventStream = z.strictObject({ after: z.number().int(), filter: z.strictObject(eventFilterFields) });

export const tailCalls = defineVerb({
  name: 'call.tail',
  summary: 'Calls as they come, as server-sent events; `Last-Event-ID` goes on where a stream broke off.',
  permission: 'calls:read',
  change: false,
  input: z.strictObject({ after, ...callFilterFields }),
  output: callStream,
  run: async ({ after: known, ...filter }, { tx }) => ({ after: known ?? (await newest(tx, 'call')), filter }),
});

export const tailEvents = defineVerb({
  name: 'event.tail',
  summary: 'Events as they come, as server-sent events; `Last-Event-ID` goes on where a stream broke off.',
  permission: 'events:read',
  change: false,
  input: z.strictObject({ after, ...eventFilterFields }),
  output: eventStream,
  run: async ({ after: known, ...filter }, { tx }) => ({ after: known ?? (await newest(tx, 'event')), filter }),
});

export const exportCalls = defineVerb({
  name: 'call.export',
  summary: 'All matching calls, the oldest first, as JSON lines or as CSV that is safe to open in a spreadsheet.',
  permission: 'calls:read',
  change: false,
  input: z.strictObject({ format, ...callFilterFields }),
  output: z.strictObject({ format, filter: z.strictObject(callFilterFields) }),
  run: async ({ format: as, ...filter }) => ({ format: as, filter }),
});

export const exportEvents = defineVerb({
  name: 'event.export',
  summary: 'All matching events, the oldest first, as JSON lines or as CSV that is safe to open in a spreadsheet.',
  permission: 'events:read',
  change: false,
  input: z.strictObject({ format, ...eventFilterFields }),
  output: z.strictObject({ format, filter: z.strictObject(eventFilterFields) }),
  run: async ({ format: as, ...filter }) => ({ format: as, filter }),
});

async function newest(tx: Parameters<typeof findRecords>[0], kind: 'call' | 'event'): Promise<number> {
  const [last] = await findRecords(tx, { kind }, { order: 'newest', after: undefined, limit: 1 });
  return last?.id ?? 0;
}
