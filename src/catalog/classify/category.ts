/** What a tool can do at worst, from the mildest to the gravest: the order in which several are settled. */
export const categories = ['read', 'write', 'communicate', 'access', 'execute', 'destructive', 'financial'] as const;

/** One of the seven categories. */
export type Category = (typeof categories)[number];

/** How grave a category is, for comparing two: the higher one counts. */
export function rankOf(category: Category): number {
  return categories.indexOf(category);
}

/** The graver of two. */
export function worse(one: Category, other: Category): Category {
  return rankOf(one) >= rankOf(other) ? one : other;
}
