import { isJsonObject, type JsonObject, type JsonValue } from '../../protocol/index.ts';
import { step } from '../step.ts';
import type { NotKept } from './not-kept.ts';

/** What is known at a place in the arguments: its value, or values further in. */
interface Known {
  value?: JsonValue;
  readonly inner: Map<string, Known>;
}

/**
 * The arguments of a call as a record holds them: all names of the top level, and the values at the paths that the
 * policy's `audit` let it keep.
 *
 * @param keys names of the top level, all of them
 * @param values canonical path (`args["a"]["b"]`) → value, as `auditValues` made them
 */
export function partialArguments(
  keys: readonly string[],
  values: ReadonlyMap<string, JsonValue>,
  notKept: NotKept,
): JsonObject {
  const root: Known = { inner: new Map() };
  for (const [path, value] of values) {
    const steps = keysOf(path);
    if (steps !== undefined) place(root, steps, value);
  }
  if (isJsonObject(root.value)) return root.value;
  const args: Record<string, JsonValue> = {};
  for (const key of keys) fill(args, key, root.inner.get(key), step('args', key), notKept);
  return args;
}

/** A value at a path that runs through keys only says that each place on the way is an object. */
function place(root: Known, steps: readonly string[], value: JsonValue): void {
  let at = root;
  for (const key of steps) {
    let next = at.inner.get(key);
    if (next === undefined) {
      next = { inner: new Map() };
      at.inner.set(key, next);
    }
    at = next;
  }
  at.value = value;
}

function fill(
  into: Record<string, JsonValue>,
  key: string,
  known: Known | undefined,
  path: string,
  notKept: NotKept,
): void {
  if (known?.value !== undefined) define(into, key, known.value);
  else if (known === undefined || known.inner.size === 0) notKept.at(into, key, path);
  else {
    const members: Record<string, JsonValue> = {};
    for (const [name, inner] of known.inner) fill(members, name, inner, step(path, name), notKept);
    define(into, key, notKept.some(members, path));
  }
}

/** A plain assignment would take `__proto__` for something else. */
function define(into: object, key: string, value: JsonValue): void {
  Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
}

/**
 * The keys of a canonical path; `undefined` where it runs through a list: `[*]` leaves out elements that have nothing
 * there, and an index does not say how long the list is, so that the list counts as not kept.
 */
function keysOf(path: string): readonly string[] | undefined {
  if (!/^args(?:\["(?:[^"\\]|\\.)*"\])*$/s.test(path)) return undefined;
  return [...path.matchAll(/\[("(?:[^"\\]|\\.)*")\]/gs)].map(([, quoted = '""']): string => JSON.parse(quoted));
}
