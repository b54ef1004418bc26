import type { Condition } from '../condition/condition.ts';

type Conditions = readonly { readonly conditions: readonly Condition[] }[] | undefined;

/** Whether any condition looks at the tool's category or severity. */
export function asksRisk(rules: {
  readonly require: Conditions;
  readonly deny_if: Conditions;
  readonly approve_if: Conditions;
}) {
  const entries = [rules.require, rules.deny_if, rules.approve_if];
  return entries.some((list) => list?.some(({ conditions }) => conditions.some(looksAtRisk)) === true);
}

function looksAtRisk(condition: Condition): boolean {
  switch (condition.kind) {
    case 'leaf':
      return condition.path.root === 'tool.category' || condition.path.root === 'tool.severity';
    case 'each':
      return looksAtRisk(condition.of);
    default:
      return condition.of.some(looksAtRisk);
  }
}
