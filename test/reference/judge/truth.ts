/** Section 2: "Every leaf answers *true*, *false* or *unknown*"; "`not`, `all`, `any` are Kleene's". */
export type Truth = 'true' | 'false' | 'unknown';

export function kleeneNot(one: Truth): Truth {
  if (one === 'unknown') return 'unknown';
  return one === 'true' ? 'false' : 'true';
}

export function kleeneAll(parts: readonly Truth[]): Truth {
  if (parts.includes('false')) return 'false';
  return parts.includes('unknown') ? 'unknown' : 'true';
}

export function kleeneAny(parts: readonly Truth[]): Truth {
  if (parts.includes('true')) return 'true';
  return parts.includes('unknown') ? 'unknown' : 'false';
}
