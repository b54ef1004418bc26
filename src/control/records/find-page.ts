import type { StoredRecord } from '../../audit/index.ts';
import type { Sql } from '../../store/index.ts';
import { findRecords, type RecordRange } from './find-records.ts';
import { fitting } from './fitting.ts';
import type { RecordFilter } from './record-filter.ts';

/** So many characters of records are on a page at most, or one record that has more. */
const mostLetters = 4 * 1024 * 1024;
/** Read at a time: of the longest there can be, some megabytes. */
const atOnce = 100;

/** Records for a page, and one behind them where there are more. */
export interface FoundPage {
  readonly found: readonly StoredRecord[];
  /** How many of them are on the page: where they are long, fewer than were asked for. */
  readonly limit: number;
}

/** Reads a page of records. A thousand of the longest are 80 MB, and one caller may ask for 32 pages at once. */
export async function findPage(
  sql: Sql,
  filter: RecordFilter,
  { order, after, limit }: RecordRange,
): Promise<FoundPage> {
  const found: StoredRecord[] = [];
  while (found.length <= limit) {
    const wanted = Math.min(atOnce, limit + 1 - found.length);
    const part = await findRecords(sql, filter, { order, after: found.at(-1)?.id ?? after, limit: wanted });
    found.push(...part);
    const fits = fitting(found, mostLetters);
    if (fits < found.length) return { found: found.slice(0, fits + 1), limit: fits };
    if (part.length < wanted) break;
  }
  return { found, limit };
}
