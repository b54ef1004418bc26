import type { Approvers } from '../judgement.ts';

/** The larger count, and only groups that every asking entry names; an entry without groups accepts every approver. */
export function stricter(a: Approvers, b: Approvers): Approvers {
  const count = Math.max(a.count, b.count);
  if (a.groups.length === 0) return { count, groups: b.groups };
  return { count, groups: b.groups.length === 0 ? a.groups : sharedGroups(a.groups, b.groups) };
}

/**
 * The groups of which both lists speak. Where they share none, no group can decide: the list then holds a name that no
 * group has, and the request expires.
 */
export function sharedGroups(a: readonly string[], b: readonly string[]): readonly string[] {
  const shared = a.filter((group) => b.includes(group));
  return shared.length > 0 ? shared : [nobody];
}

/** Longer than a group's name can be. */
const nobody = `no group in common ${' '.repeat(500)}`;
