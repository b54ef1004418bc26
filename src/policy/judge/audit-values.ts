import type { JsonObject, JsonValue } from '../../protocol/index.ts';
import type { Policy } from '../compile/policy.ts';
import { fan, missing, unreadable } from '../condition/resolve.ts';

/** Most values of one path that a record keeps. */
const maxValues = 100;

/**
 * The argument values that the policy lets the record hold: canonical path → value, or list of values for a path
 * with `[*]`.
 */
export function auditValues(policy: Policy, args: JsonObject): ReadonlyMap<string, JsonValue> {
  const values = new Map<string, JsonValue>();
  for (const path of policy.auditPaths ?? []) {
    const { found } = fan(args, path.steps, () => undefined);
    const present = found.filter((value) => value !== missing && value !== unreadable);
    if (path.fansOut) values.set(path.canonical, present.slice(0, maxValues));
    else if (present[0] !== undefined) values.set(path.canonical, present[0]);
  }
  return values;
}
