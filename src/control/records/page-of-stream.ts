import type { StoredRecord } from '../../audit/index.ts';
import { fitting } from './fitting.ts';

/** So many characters of records wait for a reader at most, or one record that has more. */
const mostLetters = 256 * 1024;
const mostRecords = 500;

/**
 * How much of a stream of records is read at a time. A record may have 80 KiB, and whoever opens many streams and takes nothing of
 * them holds what was read for each: so a page ends where its records are long, and the next one asks for about as many.
 */
export class PageOfStream {
  #limit = 32;

  /** How many records to ask for. */
  get limit(): number {
    return this.#limit;
  }

  /**
   * @param found what was found, of `limit` records
   * @returns those of the page, at least one of them, and whether there may be others; what was found behind them is to be found
   *   again
   */
  take<R extends Pick<StoredRecord, 'text'>>(
    found: readonly R[],
  ): { readonly page: readonly R[]; readonly more: boolean } {
    const length = fitting(found, mostLetters);
    const fits = length === found.length;
    const more = !fits || found.length === this.#limit;
    if (!fits) this.#limit = length;
    else if (more) this.#limit = Math.min(mostRecords, this.#limit * 2);
    return { page: found.slice(0, length), more };
  }
}
