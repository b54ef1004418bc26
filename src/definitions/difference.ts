import type { JsonObject, JsonValue } from '../protocol/index.ts';
import { isJsonObject } from '../protocol/index.ts';

/** One place at which two definitions differ. */
export interface Difference {
  /** JSON Pointer; the index of a list's element is that in the list it stands in (of a removed one, in the old list). */
  readonly at: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** Absent where something was added. */
  readonly before?: JsonValue;
  /** Absent where something was removed. */
  readonly after?: JsonValue;
}

/** So many are named; a definition that differs in more is another one. */
const mostDifferences = 1_000;

/**
 * What has changed from one definition to another, in the order of the old one, what was added behind it. The order of
 * members is no difference, as it is none to the hash. Lists are compared from both ends: what stands between is
 * compared in its order.
 *
 * @returns nothing exactly when both are the same value
 */
export function differences(before: JsonValue, after: JsonValue): Difference[] {
  const found: Difference[] = [];
  compare('', before, after, found);
  return found.slice(0, mostDifferences);
}

function compare(at: string, before: JsonValue, after: JsonValue, found: Difference[]): void {
  if (found.length >= mostDifferences) return;
  if (Array.isArray(before) && Array.isArray(after)) compareLists(at, before, after, found);
  else if (isJsonObject(before) && isJsonObject(after)) compareObjects(at, before, after, found);
  else if (!same(before, after)) found.push({ at, kind: 'changed', before, after });
}

function compareObjects(at: string, before: JsonObject, after: JsonObject, found: Difference[]): void {
  const old = new Map(Object.entries(before));
  const fresh = new Map(Object.entries(after));
  for (const [key, value] of old) {
    const now = fresh.get(key);
    if (now === undefined) found.push({ at: `${at}/${step(key)}`, kind: 'removed', before: value });
    else compare(`${at}/${step(key)}`, value, now, found);
  }
  for (const [key, value] of fresh) {
    if (!old.has(key)) found.push({ at: `${at}/${step(key)}`, kind: 'added', after: value });
  }
}

function compareLists(
  at: string,
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  found: Difference[],
): void {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && same(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && same(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const gone = before.slice(start, before.length - end);
  const come = after.slice(start, after.length - end);
  for (let i = 0; i < Math.max(gone.length, come.length); i += 1) {
    const [was, is] = [gone[i], come[i]];
    const place = `${at}/${start + i}`;
    if (was === undefined) {
      if (is !== undefined) found.push({ at: place, kind: 'added', after: is });
    } else if (is === undefined) found.push({ at: place, kind: 'removed', before: was });
    else compare(place, was, is, found);
  }
}

function same(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((each, i) => same(each, b[i]));
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const other = new Map(Object.entries(b));
  const own = Object.entries(a);
  return own.length === other.size && own.every(([key, value]) => other.has(key) && same(value, other.get(key)));
}

function step(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}
