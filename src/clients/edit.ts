/** One change of a text: at `offset`, `removed` made way for `inserted`. Everything around it stays as it is. */
export interface Edit {
  readonly offset: number;
  readonly removed: string;
  readonly inserted: string;
}

/**
 * The text after the edit.
 *
 * @throws RangeError when what is to be removed does not stand there
 */
export function applyEdit(text: string, { offset, removed, inserted }: Edit): string {
  if (!text.startsWith(removed, offset) || offset > text.length) throw new RangeError('the text is another one');
  return text.slice(0, offset) + inserted + text.slice(offset + removed.length);
}

/** The edit that takes this one back. */
export function invertEdit({ offset, removed, inserted }: Edit): Edit {
  return { offset, removed: inserted, inserted: removed };
}
