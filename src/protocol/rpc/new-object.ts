import { jsonName } from '../../kernel/index.ts';
import type { Piece } from './splice.ts';

/** An object of the members that have a value, in their order. Keys must differ. */
export function newObject(members: Iterable<readonly [key: string, value: Piece | undefined]>): Piece {
  const pieces: Piece[] = [];
  for (const [key, value] of members) {
    if (value !== undefined) pieces.push(pieces.length === 0 ? '{' : ',', jsonName(key), ':', value);
  }
  pieces.push(pieces.length === 0 ? '{}' : '}');
  return pieces;
}
