import { jsonString } from '../../kernel/index.ts';
import type { Span } from '../json/span.ts';
import type { Members } from './message.ts';
import type { Piece } from './splice.ts';

/** What becomes of a member: new JSON text as its value (added at the end where there is none), or `undefined`: gone. */
export type Edits = ReadonlyMap<string, Piece | undefined>;

/**
 * An object with some members set or dropped. What is not named stays to the byte: the spelling of the keys, the white
 * space, the order.
 *
 * @param span the object in `bytes`, braces included
 * @param members all its members, in the order of the text
 */
export function editObject(bytes: Buffer, span: Span, members: Members, edits: Edits): Piece {
  const pieces: Piece[] = ['{'];
  const slice = (start: number, end: number) => pieces.push({ bytes, span: { start, end } });
  let end = span.start + 1;
  for (const [key, value] of members) {
    const edited = edits.get(key);
    if (edited !== undefined || !edits.has(key)) {
      // The stretch since the last value: a comma, which the first to stay must not have, the key and the colon.
      const start = pieces.length > 1 ? end : afterComma(bytes, end);
      slice(start, edited === undefined ? value.end : value.start);
      if (edited !== undefined) pieces.push(edited);
    }
    end = value.end;
  }
  for (const [key, value] of edits) {
    if (value === undefined || members.has(key)) continue;
    pieces.push(pieces.length > 1 ? ',' : '', jsonString(key), ':', value);
  }
  slice(end, span.end);
  return pieces;
}

/** @returns the byte after the comma that comes next but for white space; `from` when another byte comes next */
function afterComma(bytes: Buffer, from: number): number {
  let at = from;
  while ((bytes[at] as number) <= 0x20) at += 1;
  return bytes[at] === 0x2c ? at + 1 : from;
}
