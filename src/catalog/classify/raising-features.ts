import { type Category, categories, rankOf } from './category.ts';
import { domainsOf } from './domains.ts';
import type { Claim } from './read-description.ts';

/** How firmly a name speaks: not at all, without saying what, by a word that may be a noun, or plainly. */
export type Named = 'silent' | 'vague' | `loose-${Category}` | Category;

/**
 * The features of a description. Each says that a clause speaks of something graver than reading, seen from what the name
 * says; their weights only raise.
 */
export function raisingFeatures(
  claims: readonly (Claim & { readonly category: Category })[],
  named: Named,
  { deletes, strange }: { readonly deletes: boolean; readonly strange: boolean },
): string[] {
  const found = new Set<string>();
  const said = rankOf(categories.find((one) => named === one || named === `loose-${one}`) ?? 'read');
  const open = named === 'vague' || named === 'silent';
  if (strange && open) found.add(`opens:${named}`);
  if (deletes && (open || named === 'write')) found.add(`mentions:${named}<destructive`);
  for (const { category, ownWords, leads, words, foreign, act } of claims) {
    if (category === 'read' || rankOf(category) <= said) continue;
    found.add(`says:${named}<${category}`);
    if (ownWords) found.add(`says:${named}<${category}!`);
    if (leads) found.add(`says:${named}<${category}^`);
    if (leads && ownWords) found.add(`says:${named}<${category}^!`);
    if (!open) continue;
    found.add(`says:${act}`);
    for (const domain of new Set([...foreign.slice(0, 1), ...words.slice(0, 8).flatMap((word) => domainsOf(word))])) {
      if (domain !== 'infra') found.add(`says:${named}:${act}+${domain}`);
    }
  }
  return [...found];
}
