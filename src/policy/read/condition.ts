import { categories, severities } from '../call.ts';
import type { Condition } from '../condition/condition.ts';
import { type Path, parsePath } from '../condition/path.ts';
import { operators } from '../operators/index.ts';
import { under } from '../source/pointer.ts';
import { type Member, type Node, type ObjectNode, toJson } from '../source/tree.ts';
import { isWritten, type Reader } from './reader.ts';
import type { Place, Report } from './report.ts';

/** Where a condition stands: what it may look at, and how deep it is. */
interface Setting {
  readonly purpose: 'permission' | 'refusal';
  readonly negated: boolean;
  readonly depth: number;
  /** `each` around it. */
  readonly eachDepth: number;
}

/** Conditions nest this deep at most, and `each` this often ("Second reading"). */
const maxDepth = 16;
const maxEach = 2;

const leafKeys = ['path', 'op', 'value'];
const bodyKeys = ['all', 'any', 'not'];

/** Every key that a condition may have. */
export const conditionKeys: readonly string[] = [...leafKeys, ...bodyKeys, 'each'];

/** A condition, read and compiled: negation is pushed to the leaves on the way. */
export function condition(purpose: Setting['purpose']): Reader<Condition> {
  return {
    schema: { $ref: '#/$defs/condition' },
    read: (node, pointer, report) => read(node, pointer, report, { purpose, negated: false, depth: 1, eachDepth: 0 }),
  };
}

function read(node: Node, pointer: string, report: Report, setting: Setting): Condition | undefined {
  const expected = 'a condition: {path, op, value}, or an object with all, any, not or each';
  if (node.kind !== 'object') return report.wrongType(node, pointer, expected);
  if (setting.depth > maxDepth) {
    return report.error({ pointer, start: node.start }, `conditions at most ${maxDepth} deep`, 'deeper ones');
  }
  const has = (key: string): boolean => node.members.some((member) => member.key === key);
  if (has('each')) return readEach(node, pointer, report, setting);
  const body = bodyOf(node);
  if (body !== undefined) {
    refuseOthers(node, pointer, report, [body.key]);
    return readBody(body, pointer, report, setting);
  }
  if (!leafKeys.some(has)) {
    refuseOthers(node, pointer, report, conditionKeys);
    if (conditionKeys.some((key) => isWritten(node, key, conditionKeys))) return undefined;
    return report.error({ pointer, start: node.start }, expected, 'none of these keys');
  }
  refuseOthers(node, pointer, report, leafKeys);
  return readLeaf(node, pointer, report, setting);
}

/** Exactly `known` may stand here. */
function refuseOthers(node: ObjectNode, pointer: string, report: Report, known: readonly string[]): void {
  for (const { key, keyStart } of node.members) {
    if (known.includes(key)) continue;
    report.unknownWord({ pointer: under(pointer, key), start: keyStart }, 'one of the keys', key, known);
  }
}

/** The member that makes an object a group of conditions, if one does. */
function bodyOf(node: ObjectNode): Member | undefined {
  return bodyKeys.flatMap((key) => node.members.filter((member) => member.key === key))[0];
}

function readBody({ key, value }: Member, pointer: string, report: Report, setting: Setting): Condition | undefined {
  const at = under(pointer, key);
  const inner = { ...setting, depth: setting.depth + 1 };
  if (key === 'not') return read(value, at, report, { ...inner, negated: !setting.negated });
  if (value.kind !== 'array' || value.items.length === 0) {
    return report.noList(value, at, 'a list of conditions, not empty');
  }
  const parts = value.items.map((item, index) => read(item, under(at, index), report, inner));
  const of = parts.filter((part) => part !== undefined);
  // De Morgan: the negation of "all" is "any" of the negated.
  const kind = (key === 'all') === setting.negated ? 'any' : 'all';
  return of.length === parts.length ? Object.freeze({ kind, of: Object.freeze(of), pointer }) : undefined;
}

function readEach(node: ObjectNode, pointer: string, report: Report, setting: Setting): Condition | undefined {
  const has = (key: string): boolean => node.members.some((member) => member.key === key);
  const body = bodyOf(node);
  const isLeaf = leafKeys.some(has);
  refuseOthers(node, pointer, report, ['each', ...(body !== undefined ? [body.key] : isLeaf ? leafKeys : bodyKeys)]);
  const start = { pointer, start: node.start };
  const list = readPath(node, 'each', pointer, report, setting);
  if (setting.eachDepth >= maxEach) return report.error(start, `each at most ${maxEach} deep`, 'a deeper one');
  const inner = { ...setting, eachDepth: setting.eachDepth + 1 };
  if (body === undefined && !isLeaf) return report.error(start, 'the key "all"', 'no such key');
  const of = body === undefined ? readLeaf(node, pointer, report, inner) : readBody(body, pointer, report, inner);
  return (
    list && of && Object.freeze({ kind: 'each', elements: elementsOf(list), of, negated: setting.negated, pointer })
  );
}

function elementsOf(list: Path): Path {
  return { ...list, steps: [...list.steps, { kind: 'every' }], fansOut: true };
}

function readLeaf(node: ObjectNode, pointer: string, report: Report, setting: Setting): Condition | undefined {
  const place = { pointer, start: node.start };
  const path = readPath(node, 'path', pointer, report, setting);
  const op = node.members.find((member) => member.key === 'op')?.value;
  const value = node.members.find((member) => member.key === 'value')?.value;
  if (op === undefined) return missing(node, 'op', place, report);
  const opAt = under(pointer, 'op');
  if (op.kind !== 'string') return report.wrongType(op, opAt, 'the name of an operator');
  const operator = operators.get(op.value);
  if (operator === undefined) {
    return report.unknownWord({ pointer: opAt, start: op.start }, 'an operator', op.value, [...operators.keys()]);
  }
  const predicate = value === undefined ? operator.absent : operator.read(value, under(pointer, 'value'), report);
  if (value === undefined && predicate === undefined) return missing(node, 'value', place, report);
  if (path !== undefined) checkFact(path, op.value, { pointer: opAt, start: op.start }, value, pointer, report);
  if (path === undefined || predicate === undefined) return undefined;
  const negative = setting.negated || (operator.negative ?? false);
  const operand = value && toJson(value);
  const { negated } = setting;
  return Object.freeze({ kind: 'leaf', path, operator: operator.name, predicate, operand, negated, negative, pointer });
}

/** A key that is there under another name has been told of already. */
function missing(node: ObjectNode, key: string, place: Place, report: Report): undefined {
  if (!isWritten(node, key, leafKeys)) report.error(place, `the key "${key}"`, 'no such key');
}

function readPath(
  node: ObjectNode,
  key: 'path' | 'each',
  pointer: string,
  report: Report,
  setting: Setting,
): Path | undefined {
  const value = node.members.find((member) => member.key === key)?.value;
  if (value === undefined) return missing(node, key, { pointer, start: node.start }, report);
  const at = under(pointer, key);
  if (value.kind !== 'string') return report.wrongType(value, at, 'a path such as args.a.b');
  const place = { pointer: at, start: value.start };
  const result = parsePath(value.value, setting.eachDepth > 0);
  if (!result.ok) return report.error(place, result.expected, result.found, result.nearest);
  if (setting.purpose === 'permission' && result.path.root.startsWith('tool.annotations.')) {
    return report.error(place, 'annotations in deny_if and approve_if only, as they never permit', value.value);
  }
  return result.path;
}

/** Facts whose words are closed: a word that is none of them could never hold ("Facts", section 7). */
function checkFact(
  path: Path,
  op: string,
  opPlace: Place,
  value: Node | undefined,
  pointer: string,
  report: Report,
): void {
  if (path.root !== 'tool.category' && path.root !== 'tool.severity') return;
  if (path.root === 'tool.severity' && op !== 'eq' && op !== 'in') {
    report.error(opPlace, 'eq or in for tool.severity', op, 'in');
    return;
  }
  if (!['eq', 'neq', 'in', 'not_in'].includes(op) || value === undefined) return;
  const words: readonly string[] = path.root === 'tool.category' ? categories : severities;
  const operands = value.kind === 'array' ? value.items : [value];
  operands.forEach((operand, index) => {
    const at = value.kind === 'array' ? under(`${pointer}/value`, index) : `${pointer}/value`;
    if (operand.kind === 'string' && words.includes(operand.value)) return;
    const place = { pointer: at, start: operand.start };
    if (operand.kind === 'string') report.unknownWord(place, 'one of', operand.value, words);
    else report.wrongType(operand, at, `one of ${words.join(', ')}`);
  });
}
