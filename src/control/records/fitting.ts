import type { StoredRecord } from '../../audit/index.ts';

/** How many of the records, from the first on, have so many characters together at most; the first one fits whatever it has. */
export function fitting(records: readonly Pick<StoredRecord, 'text'>[], mostLetters: number): number {
  let letters = 0;
  const over = records.findIndex(({ text }, place) => {
    letters += text.length;
    return place > 0 && letters > mostLetters;
  });
  return over === -1 ? records.length : over;
}
