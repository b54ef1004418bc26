import type { JsonValue } from '../../../src/protocol/index.ts';
import { inRange, readAddress, readRange } from './address.ts';
import type { Leaf } from './document.ts';
import { droppingDots, isWithin, readFilePath, type Segments } from './file-path.ts';
import { globMatches } from './glob.ts';
import { hostIn, isPublicHost, readHost } from './host.ts';
import { compareMoments, readMoment } from './moment.ts';
import { equal, isList, textOf, typeName } from './path.ts';
import { isFound, isFullMatch, overTheCap } from './regex.ts';

/** What an operator makes of a present value; the two kinds of *unjudgeable* are told apart for the histogram. */
export type Answer = boolean | 'wrong type' | 'unreadable';

/** Section 2, the table of operators and the paragraph on what is unjudgeable. */
export function operate(leaf: Leaf, value: JsonValue): Answer {
  const operand = leaf.value ?? null;
  switch (leaf.op) {
    case 'exists':
      return (value !== null) === (leaf.value ?? true);
    case 'type':
      return typeName(value) === operand;
    case 'eq':
      return amongTypes(value, [operand], () => equal(value, operand));
    case 'neq':
      return amongTypes(value, [operand], () => !equal(value, operand));
    case 'in':
      return amongTypes(value, listOf(operand), () => listOf(operand).some((one) => equal(value, one)));
    case 'not_in':
      return amongTypes(value, listOf(operand), () => !listOf(operand).some((one) => equal(value, one)));
    case 'lt':
      return ordered(value, operand, (order) => order < 0);
    case 'lte':
      return ordered(value, operand, (order) => order <= 0);
    case 'gt':
      return ordered(value, operand, (order) => order > 0);
    case 'gte':
      return ordered(value, operand, (order) => order >= 0);
    case 'contains':
      if (isList(value)) return value.some((element) => equal(element, operand));
      return typeof operand === 'string' ? onString(value, (text) => text.includes(operand)) : 'wrong type';
    case 'starts_with':
      return onString(value, (text) => text.startsWith(textOf(operand)));
    case 'ends_with':
      return onString(value, (text) => text.endsWith(textOf(operand)));
    case 'glob':
      return onString(value, (text) => globMatches(textOf(operand), text));
    case 'regex':
      return onString(value, (text) => withinCap(textOf(operand), text, isFound));
    case 'fullmatch':
      return onString(value, (text) => withinCap(textOf(operand), text, isFullMatch));
    case 'length_lte':
      return onLength(value, (length) => length <= Number(operand));
    case 'length_gte':
      return onLength(value, (length) => length >= Number(operand));
    case 'path_within':
      return onReadable(value, readFilePath, (path) => within(path, listOf(operand).map(textOf)));
    case 'host_in':
      return onReadable(value, readHost, (host) => hostIn(host, listOf(operand).map(textOf)));
    case 'public_host':
      return onReadable(value, readHost, (host) => (/(^|\.)(\.|$)/.test(host.name) ? undefined : isPublicHost(host)));
    case 'in_cidr':
      return onReadable(value, readAddress, (address) =>
        listOf(operand).some((range) => inRange(address, readRange(textOf(range)))),
      );
    default:
      throw new Error(`no such operator: ${String(leaf.op satisfies never)}`);
  }
}

/** "Clever spellings never help a call": outside as written, and inside to a file system that drops dots, is neither. */
function within(path: Segments, directories: readonly string[]): boolean | undefined {
  const read = directories.map((directory) => readFilePath(directory) ?? ['no directory']);
  if (read.some((directory) => isWithin(path, directory))) return true;
  return read.some((directory) => isWithin(droppingDots(path), droppingDots(directory))) ? undefined : false;
}

/** "for `eq neq in not_in`: not the type of any operand"; "the operand names null, which then judges every type". */
function amongTypes(value: JsonValue, operands: readonly JsonValue[], judge: () => boolean): Answer {
  const types = operands.map(typeName);
  return types.includes('null') || types.includes(typeName(value)) ? judge() : 'wrong type';
}

/** Whether null is an ordinary value to this leaf (section 2, JSON `null`). */
export function namesNull({ op, value }: Leaf): boolean {
  if (op === 'eq' || op === 'neq') return value === null;
  return (op === 'in' || op === 'not_in') && listOf(value ?? null).includes(null);
}

/** "both are numbers, or both are RFC 3339 times" */
function ordered(value: JsonValue, operand: JsonValue, judge: (order: number) => boolean): Answer {
  if (typeof operand === 'number') return typeof value === 'number' ? judge(value - operand) : 'wrong type';
  const bound = readMoment(textOf(operand));
  return onReadable(value, readMoment, (moment) => bound && judge(compareMoments(moment, bound)));
}

function onString(value: JsonValue, judge: (text: string) => Answer): Answer {
  return typeof value === 'string' ? judge(value) : 'wrong type';
}

function onReadable<T>(
  value: JsonValue,
  read: (text: string) => T | undefined,
  judge: (one: T) => boolean | undefined,
): Answer {
  return onString(value, (text) => {
    const one = read(text);
    return (one === undefined ? undefined : judge(one)) ?? 'unreadable';
  });
}

function withinCap(pattern: string, text: string, matches: (pattern: string, text: string) => boolean): Answer {
  return overTheCap(pattern, text) ? 'unreadable' : matches(pattern, text);
}

/** "length of a string (code points) or array" */
function onLength(value: JsonValue, judge: (length: number) => boolean): Answer {
  if (isList(value)) return judge(value.length);
  return onString(value, (text) => judge(Array.from(text).length));
}

function listOf(operand: JsonValue): readonly JsonValue[] {
  return isList(operand) ? operand : [operand];
}
