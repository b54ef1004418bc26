import { under } from '../source/pointer.ts';
import type { Node, ObjectNode } from '../source/tree.ts';
import { conditionKeys } from './condition.ts';
import type { Report } from './report.ts';

/** A condition that stands where a list of them belongs: one mistake, however many keys it has. */
export function isBare(node: Node): node is ObjectNode {
  if (node.kind !== 'object' || node.members.some(({ key }) => key === 'conditions')) return false;
  return node.members.some(({ key }) => conditionKeys.includes(key));
}

/** @param more what else may stand beside the list */
export function bareCondition(node: ObjectNode, pointer: string, report: Report, more: string): undefined {
  const place = { pointer, start: node.start };
  return report.error(place, 'the key "conditions"', 'a condition by itself', undefined, inBrackets(more));
}

function inBrackets(more: string): string {
  return `write {"conditions": [{…}], ${more}}, with the condition in the brackets`;
}

/** `on_deny` beside a condition, where it may stand beside a list of them only. @returns whether it was told of */
export function refusedOnDeny({ members }: ObjectNode, pointer: string, report: Report): boolean {
  const told = members.find(({ key }) => key === 'on_deny');
  if (told === undefined) return false;
  const place = { pointer: under(pointer, told.key), start: told.keyStart };
  report.unknownWord(place, 'one of the keys', told.key, ['path', 'op', 'value'], inBrackets('"on_deny": "…"'));
  return true;
}
