import { classes } from '../assurance/classes.table.ts';
import type { Mutant } from './mutant.ts';

/** Tests of one file: all of them, or those whose whole name matches. */
export interface OwnTests {
  readonly file: string;
  readonly pattern: string | undefined;
}

/**
 * The tests that must catch a bug, for each class of attack that it opens: those of the class alone, so that a class is
 * never counted as watched because something else happened to fail. What opens no class is caught by its files.
 *
 * @throws when none of the bug's files tries one of its classes
 */
export function ownTests({ threats, caughtBy, kind }: Mutant): readonly (readonly OwnTests[])[] {
  return threats.split(', ').map((id) => {
    const attack = classes.find((each) => each.id === id);
    if (attack === undefined) return caughtBy.map((file) => ({ file, pattern: undefined }));
    const own = caughtBy.flatMap((file) => {
      const tried = attack.tried.filter((each) => each.file === file);
      if (tried.length === 0) return [];
      const patterns = tried.flatMap(({ tests }) => tests ?? []);
      return [{ file, pattern: patterns.length < tried.length ? undefined : patterns.map(inText).join('|') }];
    });
    if (own.length === 0) throw new Error(`none of its files tries ${id}: ${kind}`);
    return own;
  });
}

/** A regular expression as a part of another one. */
function inText({ source, ignoreCase }: RegExp): string {
  return `(?${ignoreCase ? 'i' : ''}:${source})`;
}
