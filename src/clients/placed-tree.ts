import { parse } from 'smol-toml';
import type { JsonValue } from '../protocol/index.ts';
import type { TextPlace } from './configured-server.ts';
import { type JsoncNode, memberOf } from './jsonc/jsonc-node.ts';
import { JsoncError, parseJsonc } from './jsonc/parse-jsonc.ts';
import { valueOfJsonc } from './jsonc/value-of-jsonc.ts';
import { tomlHeaders } from './toml/toml-headers.ts';

/** A text as a plain value, with a way back to where a member stands. */
export interface PlacedTree {
  readonly value: JsonValue;
  /** Where the member stands, or the nearest thing around it that has a place. */
  readonly placeOf: (path: readonly string[]) => TextPlace;
}

/** A text that could not be read, and why, without a word of it. */
export interface UnreadableText extends TextPlace {
  readonly message: string;
}

/** Reads a client's file of either format. */
export function readTree(text: string, format: 'jsonc' | 'toml'): PlacedTree | UnreadableText {
  const at = placesIn(text);
  return format === 'toml' ? readToml(text, at) : readJsonc(text, at);
}

function readJsonc(text: string, at: (offset: number) => TextPlace): PlacedTree | UnreadableText {
  try {
    const root = parseJsonc(text);
    return { value: valueOfJsonc(root), placeOf: (path) => at(offsetOf(root, path)) };
  } catch (error) {
    if (error instanceof JsoncError) return { message: error.message, ...at(error.offset) };
    throw error;
  }
}

function offsetOf(root: JsoncNode, path: readonly string[]): number {
  let offset = root.from;
  let node: JsoncNode | undefined = root;
  for (const name of path) {
    if (node?.kind === 'array') {
      node = node.items[Number(name)];
      if (node === undefined) return offset;
      offset = node.from;
    } else {
      const member = memberOf(node, name);
      if (member === undefined) return offset;
      offset = member.key.from;
      node = member.value;
    }
  }
  return offset;
}

function readToml(text: string, at: (offset: number) => TextPlace): PlacedTree | UnreadableText {
  let value: JsonValue;
  try {
    value = JSON.parse(JSON.stringify(parse(text))) as JsonValue;
  } catch (error) {
    const place = error instanceof Error && 'line' in error && typeof error.line === 'number' ? error.line : 1;
    return { message: 'this is no well-formed TOML', line: place, column: 1 };
  }
  const headers = tomlHeaders(text);
  return {
    value,
    placeOf: (path) => {
      const on = headers.filter(
        ({ path: own }) => own.length <= path.length && own.every((name, i) => name === path[i]),
      );
      const deepest = on.reduce<(typeof on)[number] | undefined>(
        (best, one) => (best === undefined || one.path.length > best.path.length ? one : best),
        undefined,
      );
      return at(deepest?.offset ?? 0);
    },
  };
}

/** Lines and columns of offsets, in UTF-16 units from 1. */
function placesIn(text: string): (offset: number) => TextPlace {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
