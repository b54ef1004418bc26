/** One segment of a path that may fill a place in the route table: unreserved characters, read by everyone alike. */
export const segmentForm = /^[A-Za-z0-9._~-]+$/;

/** Anything outside visible ASCII, a fragment, or a backslash, which some readers take for a slash. */
const outside = /[^\x21-\x7e]|[#\\]/;

/** What two readers of one path could resolve in two ways (threats B63). */
const ambiguous = /\/\/|%2f|%5c|\/(?:\.|%2e){1,2}(?:\/|$)/i;

/**
 * Says why a request target cannot be read in one way only. Called when no route matched, to tell a malformed target
 * from an unknown one: a match is itself the proof that the path is well-formed.
 */
export function targetFault(target: string): string | undefined {
  if (!target.startsWith('/')) return 'the request target is not in origin form';
  if (outside.test(target)) return 'the request target holds characters that do not belong there';
  const end = target.indexOf('?');
  return ambiguous.test(end === -1 ? target : target.slice(0, end)) ? 'the path is ambiguous' : undefined;
}

/** Says why a query cannot be read in one way only. */
export function queryFault(query: string): string | undefined {
  return outside.test(query) ? 'the query holds characters that do not belong there' : undefined;
}
