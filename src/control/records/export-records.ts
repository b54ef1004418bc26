import type { Actor } from '../../accounts/index.ts';
import { csvHeader, csvLine, jsonLine } from '../../audit/index.ts';
import type { Sql } from '../../store/index.ts';
import { findRecords } from './find-records.ts';
import { PageOfStream } from './page-of-stream.ts';
import type { RecordFilter } from './record-filter.ts';
import { withoutValues } from './shown-record.ts';

/**
 * Every matching record, the oldest first, read a page at a time as fast as it is taken. A reader may take hours: before each
 * page their credential is asked for again, and an export that ends early breaks off, so that nobody takes it for the whole.
 *
 * @param format CSV is safe to open in a spreadsheet
 * @param stands rejects once the reader may not any more; absent where nothing can be taken away
 */
export function exportRecords(
  sql: Sql,
  filter: RecordFilter,
  format: 'jsonl' | 'csv',
  actor: Actor,
  stands?: () => Promise<void>,
): ReadableStream<Uint8Array> {
  const text = new TextEncoder();
  const line = format === 'csv' ? csvLine : jsonLine;
  const pages = new PageOfStream();
  let after: number | undefined;
  return new ReadableStream(
    {
      start: (to) => (format === 'csv' ? to.enqueue(text.encode(csvHeader)) : undefined),
      pull: async (to) => {
        await stands?.();
        const found = await findRecords(sql, filter, { order: 'oldest', after, limit: pages.limit });
        const { page, more } = pages.take(found);
        after = page.at(-1)?.id ?? after;
        if (page.length > 0) to.enqueue(text.encode(page.map((one) => line(withoutValues(one, actor))).join('')));
        if (!more) to.close();
      },
    },
    { highWaterMark: 1 },
  );
}
