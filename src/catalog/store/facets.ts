import type { Category } from '../classify/category.ts';
import type { Severity } from '../classify/severity.ts';

/** What a search may be narrowed by. */
export interface Facets {
  readonly category?: Category | undefined;
  readonly severity?: Severity | undefined;
  readonly source?: string | undefined;
  readonly licence?: string | undefined;
}

/** How many tools of a search have each value, by facet. */
export type FacetCounts = { readonly [F in keyof Facets]-?: ReadonlyMap<string, number> };

export const facetNames = ['category', 'severity', 'source', 'licence'] as const;

/** The word that stands for a value in the index, so that narrowing is one more word to look for. */
export function facetWord(facet: keyof Facets, value: string): string {
  const bytes = Buffer.from(value.slice(0, 100)).toString('hex');
  return `${facet}${bytes}`;
}
