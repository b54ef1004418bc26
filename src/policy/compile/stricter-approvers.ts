import type { Approvers } from '../judgement.ts';

/**
 * The larger count, and only groups that every asking entry names (an entry without groups accepts every approver).
 * Where they share none, no group can decide: the list then holds a name that no group has, and the request expires.
 */
export function stricter(a: Approvers, b: Approvers): Approvers {
  const count = Math.max(a.count, b.count);
  if (a.groups.length === 0 || b.groups.length === 0) return { count, groups: [...a.groups, ...b.groups] };
  const shared = a.groups.filter((group) => b.groups.includes(group));
  return { count, groups: shared.length > 0 ? shared : [nobody] };
}

/** Longer than a group's name can be. */
const nobody = `no group in common ${' '.repeat(500)}`;
