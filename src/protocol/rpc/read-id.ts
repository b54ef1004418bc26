import { textAt } from '../json/read-span.ts';
import type { Span } from '../json/span.ts';
import { survivesDouble } from '../json/survives-double.ts';
import type { RpcId } from './message.ts';

/** Bytes of an id as written. Ids are echoed and kept as long as their call lives. */
const LONGEST = 1024;
/** How nearly every integer is written: as JavaScript would write it, and far within what a double holds. */
const plain = /^(?:0|-?[1-9][0-9]{0,14})$/;

/**
 * Reads a JSON-RPC id (threats B13): a string, or an integer within ±2^53 however it is written (`1.0` is 1). Null,
 * fractions, booleans, lists and objects are no ids, nor is anything longer than 1 KiB.
 */
export function readId(bytes: Buffer, span: Span, ascii?: string): RpcId | undefined {
  if (span.end - span.start > LONGEST) return undefined;
  const text = textAt(bytes, span, ascii);
  if (bytes[span.start] === 0x22) return { text, key: `s:${JSON.parse(text) as string}` };
  // Not by way of the number: V8 keeps the texts that it has written for numbers, thousands of them.
  if (plain.test(text)) return { text, key: `n:${text}` };
  // NaN for every other JSON value.
  const value = Number(text);
  if (!Number.isInteger(value) || !survivesDouble(text)) return undefined;
  return { text, key: `n:${value}` };
}
