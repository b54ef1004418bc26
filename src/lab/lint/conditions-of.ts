import type { Policy } from '../../policy/index.ts';

type Rule = Policy['document']['tools'][number][1]['require'][number];
type Condition = Rule['conditions'][number];
type Leaf = Extract<Condition, { kind: 'leaf' }>;

/** Every leaf of a condition. */
export function conditionsOf(condition: Condition): Leaf[] {
  switch (condition.kind) {
    case 'leaf':
      return [condition];
    case 'each':
      return conditionsOf(condition.of);
    default:
      return condition.of.flatMap(conditionsOf);
  }
}
