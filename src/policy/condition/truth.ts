/**
 * What a condition says: *true*, *false*, or *unknown* (`undefined`). A condition holds for permission only when true,
 * for refusal unless false (policy language, section 2).
 */
export type Truth = boolean | undefined;
export const unknown: Truth = undefined;

/** Kleene's "and": false as soon as one is false, unknown when one is unknown. */
export function allTrue<T>(items: Iterable<T>, judge: (item: T) => Truth): Truth {
  let result: Truth = true;
  for (const item of items) {
    const truth = judge(item);
    if (truth === false) return false;
    if (truth === unknown) result = unknown;
  }
  return result;
}

/** Kleene's "or": true as soon as one is true, unknown when one is unknown. */
export function someTrue<T>(items: Iterable<T>, judge: (item: T) => Truth): Truth {
  let result: Truth = false;
  for (const item of items) {
    const truth = judge(item);
    if (truth === true) return true;
    if (truth === unknown) result = unknown;
  }
  return result;
}
