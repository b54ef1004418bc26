import { setTimeout } from 'node:timers/promises';
import type { Actor } from '../../accounts/index.ts';
import { Fault } from '../../kernel/index.ts';
import type { Sql } from '../../store/index.ts';
import { findRecords } from './find-records.ts';
import { PageOfStream } from './page-of-stream.ts';
import type { RecordFilter } from './record-filter.ts';
import { shownRecord } from './shown-record.ts';

const lookEveryMs = 400;
/** A comment in a silence this long, so that nothing on the way takes it for an end. */
const quietMs = 15_000;
/** A stream ends by itself, and its reader comes back. */
const longestMs = 10 * 60_000;

/**
 * Records as they come, as server-sent events: `id` is the record's, so that a reader who comes back with the last one
 * misses none. Nothing is read from the store faster than the reader takes it. Before anything is told, and in each silence,
 * the reader's credential is asked for again: whoever loses it hears no more.
 *
 * @param after the last record that the reader has
 * @param stands rejects once the reader may not any more; absent where nothing can be taken away
 * @param monotonic ms, for durations
 */
export function follow(
  sql: Sql,
  filter: RecordFilter,
  after: number,
  actor: Actor,
  monotonic: () => number,
  stands?: () => Promise<void>,
): ReadableStream<Uint8Array> {
  const text = new TextEncoder();
  const begun = monotonic();
  const gone = new AbortController();
  const pages = new PageOfStream();
  let last = after;
  return new ReadableStream(
    {
      start: (to) => to.enqueue(text.encode('retry: 2000\n\n')),
      pull: async (to) => {
        const silentSince = monotonic();
        while (!gone.signal.aborted) {
          const read = await findRecords(sql, filter, { order: 'oldest', after: last, limit: pages.limit });
          const found = pages.take(read).page;
          const isQuiet = found.length === 0 && monotonic() - silentSince > quietMs;
          if ((found.length > 0 || isQuiet) && !(await mayGoOn(stands))) return to.close();
          if (gone.signal.aborted) return;
          for (const record of found) {
            const data = JSON.stringify(shownRecord(record, actor));
            to.enqueue(text.encode(`id: ${record.id}\nevent: ${filter.kind}\ndata: ${data}\n\n`));
            last = record.id;
          }
          if (monotonic() - begun > longestMs) return to.close();
          if (found.length > 0) return;
          if (isQuiet) return to.enqueue(text.encode(': quiet\n\n'));
          await setTimeout(lookEveryMs, undefined, { ref: false, signal: gone.signal }).catch(() => undefined);
        }
      },
      cancel: () => gone.abort(),
    },
    { highWaterMark: 1 },
  );
}

/** Whoever is refused comes back, is told so, and stays away; a store that cannot be asked is a failure like any other. */
async function mayGoOn(stands: (() => Promise<void>) | undefined): Promise<boolean> {
  try {
    await stands?.();
    return true;
  } catch (error) {
    if (error instanceof Fault && error.code === 'unauthenticated') return false;
    throw error;
  }
}
