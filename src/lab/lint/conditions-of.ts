import type { Condition, Leaf } from '../document.ts';

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
