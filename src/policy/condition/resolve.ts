import type { JsonValue } from '../../protocol/index.ts';
import type { Step } from './path.ts';

/** Nothing stands at the path. */
export const missing = Symbol('missing');
/** The path runs through something that is not what the step asks for: nobody can say what stands there. */
export const unreadable = Symbol('unreadable');

/** What a path leads to. */
export type Found = JsonValue | typeof missing | typeof unreadable;

/** Follows steps without `[*]`. */
export function follow(from: Found, steps: readonly Step[], start = 0, end = steps.length): Found {
  let at = from;
  for (let index = start; index < end; index++) {
    const step = steps[index];
    if (at === null || at === missing) return missing;
    if (at === unreadable || typeof at !== 'object' || step === undefined || step.kind === 'every') return unreadable;
    if (step.kind === 'index') {
      if (!isList(at)) return unreadable;
      at = step.index < at.length ? (at[step.index] as JsonValue) : missing;
    } else {
      if (isList(at)) return unreadable;
      at = Object.hasOwn(at, step.key) ? (at[step.key] as JsonValue) : missing;
    }
  }
  return at;
}

/** What a path with `[*]` leads to, and whether each list on the way had at least one element. */
export interface Fan {
  readonly found: readonly Found[];
  readonly everyBranch: boolean;
}

/** Follows steps with `[*]`; `spend` is told of every element. */
export function fan(from: Found, steps: readonly Step[], spend: (steps: number) => void): Fan {
  const found: Found[] = [];
  let everyBranch = true;
  const walk = (value: Found, start: number): void => {
    let next = start;
    while (next < steps.length && steps[next]?.kind !== 'every') next++;
    const at = follow(value, steps, start, next);
    spend(2);
    if (next === steps.length || at === missing || at === unreadable) found.push(at);
    // Null, too, is no list: an argument set to null must not slip past a refusal of its elements.
    else if (!isList(at)) found.push(unreadable);
    else if (at.length === 0) everyBranch = false;
    else for (const element of at) walk(element, next + 1);
  };
  walk(from, 0);
  return { found, everyBranch };
}

/** `Array.isArray`, for lists that are read only. */
export function isList(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}
