import { z } from 'zod';
import { wrongField } from './input-fault.ts';

/** The two fields of every list: where to go on, and how many at most. */
export const pageFields = {
  cursor: z.string().max(512).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('most items of a page'),
};

/** The same for what there is most of: whoever reads all of it reads it in large pages. */
export const largePageFields = {
  ...pageFields,
  limit: z.coerce.number().int().min(1).max(1_000).default(50).describe('most items of a page'),
};

/** A page of a list. `next` is absent on the last one. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), next: z.string().optional() });
}

/** The place of a row in a list that is sorted by a number and then by id. */
export interface PagePosition {
  readonly at: number;
  readonly id: string;
}

/** @returns the cursor that stands behind a row */
export function cursorOf({ at, id }: PagePosition): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** @throws InputFault when the text is no cursor */
export function pagePosition(cursor: string): PagePosition {
  try {
    const [at, id, ...more]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (typeof at === 'number' && Number.isSafeInteger(at) && typeof id === 'string' && more.length === 0)
      return { at, id };
  } catch {
    // It is no cursor, like any other that is none.
  }
  throw wrongField('cursor', 'is not one that this list gave');
}

/** The place of a row in a list that is sorted by when things were made. */
export function madeAt({ created_at: at, id }: { readonly created_at: number; readonly id: string }): PagePosition {
  return { at, id };
}

/**
 * Cuts a page out of rows that were read one further than the limit.
 *
 * @param rows at most `limit + 1`, in order
 */
export function cut<R, T>(
  rows: readonly R[],
  limit: number,
  place: (row: R) => PagePosition,
  item: (row: R) => T,
): { items: T[]; next?: string } {
  const items = rows.slice(0, limit).map(item);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return last === undefined ? { items } : { items, next: cursorOf(place(last)) };
}
