import type { JsonValue } from '../../protocol/index.ts';
import type { Edit } from '../edit.ts';
import { type JsoncNode, memberOf } from './jsonc-node.ts';
import { parseJsonc } from './parse-jsonc.ts';

/**
 * The edit that gives the object at `path` a member, in the way in which the text is laid out: an existing value is
 * replaced where it stands, a new one comes last, and objects on the way that are missing are made. Comments and
 * everything else stay to the byte.
 *
 * @param text '' is a file that is not there yet
 * @throws JsoncError where the text is none
 * @throws TypeError where something on the way is no object
 */
export function setMember(text: string, path: readonly string[], value: JsonValue): Edit {
  if (text.replace(/^\ufeff/, '').trim() === '') {
    const whole = path.reduceRight<JsonValue>((inner, name) => ({ [name]: inner }), value);
    return { offset: 0, removed: text, inserted: `${JSON.stringify(whole, null, 2)}\n` };
  }
  const unit = indentation(text);
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  let node: JsoncNode = parseJsonc(text);
  for (const [depth, name] of path.entries()) {
    if (node.kind !== 'object') throw new TypeError(`${path.slice(0, depth).join('.') || 'the file'} is no object`);
    const member = memberOf(node, name);
    if (member === undefined) {
      const inner = path.slice(depth + 1).reduceRight<JsonValue>((value_, key) => ({ [key]: value_ }), value);
      return insertion(text, node, name, inner, unit, eol);
    }
    node = member.value;
  }
  const margin = marginAt(text, node.from);
  return { offset: node.from, removed: text.slice(node.from, node.to), inserted: written(value, unit, margin, eol) };
}

type ObjectNode = Extract<JsoncNode, { kind: 'object' }>;

function insertion(text: string, node: ObjectNode, name: string, value: JsonValue, unit: string, eol: string): Edit {
  const last = node.members.at(-1);
  const key = JSON.stringify(name);
  if (last === undefined) {
    const margin = marginAt(text, node.from);
    const inner = `${eol}${margin}${unit}`;
    const inserted = `${inner}${key}: ${written(value, unit, margin + unit, eol)}`;
    // What stands between the braces of an empty object (a comment, white space) stays before the new member.
    const before = text.slice(node.from + 1, node.to - 1);
    const closing = /(^|\n)[ \t]*$/.test(before) && before.includes('\n') ? '' : `${eol}${margin}`;
    const at = before.trimEnd().length + node.from + 1;
    return { offset: at, removed: '', inserted: `${inserted}${closing}` };
  }
  const comma = commaBehind(text, last.value.to, node.to - 1);
  const onLines = text.slice(node.from, last.key.from).includes('\n');
  const margin = onLines ? marginAt(text, last.key.from) : marginAt(text, node.from) + unit;
  const member = `${key}: ${written(value, unit, margin, eol)}`;
  if (comma !== undefined) {
    const end = endOfLineComment(text, comma + 1);
    // Behind a comment only the next line is free.
    const lead = onLines || end > comma + 1 ? `${eol}${margin}` : ' ';
    return { offset: end, removed: '', inserted: `${lead}${member},` };
  }
  const lead = onLines ? `,${eol}${margin}` : ', ';
  return { offset: last.value.to, removed: '', inserted: `${lead}${member}` };
}

/** The comma behind the last member, if one stands there: comments do not count. */
function commaBehind(text: string, from: number, to: number): number | undefined {
  for (let at = from; at < to; at += 1) {
    if (text.startsWith('//', at)) at = endOfLineComment(text, at) - 1;
    else if (text.startsWith('/*', at)) at = text.indexOf('*/', at + 2) + 1;
    else if (text[at] === ',') return at;
  }
  return undefined;
}

/** The end of a comment that stands on the rest of the line; `from` where there is none. */
function endOfLineComment(text: string, from: number): number {
  const rest = /^[ \t]*\/\/[^\n\r]*/.exec(text.slice(from));
  return from + (rest?.[0].length ?? 0);
}

/** The white space before the first thing on the line. */
function marginAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** One step of indentation, as the first indented line has it. */
function indentation(text: string): string {
  return /\n([ \t]+)["\w]/.exec(text)?.[1] ?? '  ';
}

function written(value: JsonValue, unit: string, margin: string, eol: string): string {
  return JSON.stringify(value, null, unit).replaceAll('\n', `${eol}${margin}`);
}
