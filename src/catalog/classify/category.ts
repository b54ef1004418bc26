import { type Category, categories } from '../../policy/index.ts';

/** The policy language's own words: what is classed here is what policies speak of. */
export { type Category, categories };

/** How grave a category is, for comparing two: the higher one counts. */
export function rankOf(category: Category): number {
  return categories.indexOf(category);
}

/** The graver of two. */
export function worse(one: Category, other: Category): Category {
  return rankOf(one) >= rankOf(other) ? one : other;
}
