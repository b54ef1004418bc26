import { cursorOf } from './page.ts';

/** What a list is put together of, each part of it behind the cursor. */
interface Both<R, T> {
  /** What the configuration file declares. */
  readonly declared: readonly T[];
  /** What is stored, in the order of its keys: one row more than the limit, where there are so many. */
  readonly stored: readonly R[];
  readonly keyOf: (one: R | T) => string;
  /** The rows that are in force, as they are shown: what the file declares as well is not. */
  readonly shown: (rows: readonly R[]) => readonly T[] | Promise<readonly T[]>;
}

/**
 * A page of a list of the file and the store, in the order of keys. Rows that are out of force are passed over, so a page may
 * have less on it than was asked for, and others may come after it.
 */
export async function pageOfBoth<R, T>(
  limit: number,
  { declared, stored, keyOf, shown }: Both<R, T>,
): Promise<{ items: T[]; next?: string }> {
  const all = [...declared, ...(await shown(stored))]
    .map((item) => ({ key: keyOf(item), item }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const last = stored.length > limit ? stored.at(-1) : undefined;
  const read = last === undefined ? undefined : keyOf(last);
  // Behind the last row that was read stands what nobody has looked at.
  const known = read === undefined ? all : all.filter(({ key }) => key <= read);
  const page = known.slice(0, limit);
  const end = known.length > limit ? page.at(-1)?.key : read;
  return { items: page.map(({ item }) => item), ...(end === undefined ? {} : { next: cursorOf({ at: 0, id: end }) }) };
}
