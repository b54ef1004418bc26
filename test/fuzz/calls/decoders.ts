import type { Tree } from './tree.ts';

/** How a decoder of the field reads an object into what its program has names for. */
export interface Decoder {
  readonly name: string;
  /** Which of several members of one name it keeps. */
  readonly keep: 'first' | 'last';
  /** Keys are what they are to it. */
  readonly isExact: boolean;
  /** Two keys of one folding are one name to it. */
  fold(key: string): string;
}

const exact = (key: string): string => key;
/** Go's `encoding/json`: simple case folding, which takes the Kelvin sign for k and the long s for s. */
const go = (key: string): string => key.replaceAll('\u212a', 'k').replaceAll('\u017f', 's').toLowerCase();
const folds: Readonly<Record<string, (key: string) => string>> = {
  exact,
  'encoding/json': go,
  // Its second version leaves out separators, too, where it is told to ignore case.
  'encoding/json/v2': (key) => go(key).replace(/[-_]/g, ''),
  // Java and .NET compare letter by letter, upper-case first.
  equalsIgnoreCase: (key) => key.replace(/./gsu, (c) => c.toUpperCase().toLowerCase()),
  'compatibility folding': (key) => key.normalize('NFKC').toLowerCase(),
};

export const decoders: readonly Decoder[] = Object.entries(folds).flatMap(([name, fold]) => {
  const remembered = remembering(fold);
  return (['first', 'last'] as const).map((keep) => ({
    name: `${name}, ${keep} wins`,
    keep,
    isExact: fold === exact,
    fold: remembered,
  }));
});

/** Keys are few, and folding one takes longer than all else. */
function remembering(fold: (key: string) => string): (key: string) => string {
  const known = new Map<string, string>();
  return (key) => {
    let folded = known.get(key);
    if (folded === undefined) {
      folded = fold(key);
      if (known.size > 10_000) known.clear();
      known.set(key, folded);
    }
    return folded;
  };
}

/** What a decoder finds under a name, if anything. */
export function memberOf(tree: Tree | undefined, name: string, { keep, fold }: Decoder): Tree | undefined {
  if (tree?.kind !== 'object') return undefined;
  let found: Tree | undefined;
  const wanted = fold(name);
  for (const [key, value] of tree.members) {
    if (key !== name && fold(key) !== wanted) continue;
    if (keep === 'last' || found === undefined) found = value;
  }
  return found;
}

/**
 * Whether a decoder that keeps keys as they are and numbers as decimals reads exactly this value.
 *
 * @param value as `JSON.parse` gives it
 */
export function reads(tree: Tree | undefined, value: unknown, keep: Decoder['keep']): boolean {
  if (tree === undefined) return value === undefined;
  switch (tree.kind) {
    case 'plain':
      return tree.value === value;
    case 'number':
      return typeof value === 'number' && sameDecimal(tree.lexeme, String(value));
    case 'list':
      return (
        Array.isArray(value) &&
        value.length === tree.items.length &&
        tree.items.every((item, i) => reads(item, value[i], keep))
      );
    case 'object': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
      const kept = new Map<string, Tree>();
      for (const [key, item] of tree.members) if (keep === 'last' || !kept.has(key)) kept.set(key, item);
      const entries = Object.entries(value);
      return entries.length === kept.size && entries.every(([key, item]) => reads(kept.get(key), item, keep));
    }
  }
}

/** Whether two decimals are the same number; a zero has no sign. */
export function sameDecimal(a: string, b: string): boolean {
  return a === b || decimal(a) === decimal(b);
}

function decimal(text: string): string {
  const found = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([-+]?[0-9]+))?$/.exec(text);
  if (found === null) return text;
  const [, sign, whole = '', fraction = '', exponent = '0'] = found;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
