import { Buffer } from 'node:buffer';
import { type ByteParts, type ByteText, byteText } from '../../kernel/index.ts';
import type { Span } from '../json/span.ts';

/** A stretch of somebody else's bytes, to be copied as it is. */
export interface Slice {
  readonly bytes: Buffer;
  readonly span: Span;
  /** The bytes as text, where they are known to be ASCII (`Message.ascii`). */
  readonly ascii?: string | undefined;
}

/** JSON text in any form that can be copied into a message: text, bytes, a stretch of bytes, or several of these. */
export type Piece = string | Buffer | Slice | readonly Piece[];

/** Puts pieces together in one buffer: each byte is copied once. */
export function splice(pieces: readonly Piece[]): Buffer {
  const target = Buffer.allocUnsafe(sizeOf(pieces));
  copyInto(target, 0, pieces);
  return target;
}

/** A stretch of at least so many bytes is passed on as it is: making another list of it costs less than a copy. */
const large = 16 * 1024;

/**
 * The same for whoever sends it: what is short as text, and without a copy of what is large in it. The stretches it is made
 * of must not be changed before it was sent.
 */
export function inParts(pieces: readonly Piece[]): ByteParts {
  const text = new Text();
  if (text.add(pieces)) return text.all as ByteText;
  const parts: Buffer[] = [];
  let small: Piece[] = [];
  const add = (piece: Piece): void => {
    if (typeof piece === 'string' || Buffer.isBuffer(piece)) small.push(piece);
    else if (isList(piece)) piece.forEach(add);
    else if (piece.span.end - piece.span.start < large) small.push(piece);
    else {
      parts.push(splice(small), piece.bytes.subarray(piece.span.start, piece.span.end));
      small = [];
    }
  };
  pieces.forEach(add);
  const rest = splice(small);
  return parts.length === 0 ? rest : [...parts, rest];
}

function isList(piece: Piece): piece is readonly Piece[] {
  return Array.isArray(piece);
}

/** Up to here a whole message is made text at once: the stretches of it are cut out of that for next to nothing. */
const small = 4 * 1024;

/** Pieces as text, as long as it is short. */
class Text {
  all = '';
  /** The message that the last stretch was of: mostly the next one's, too. */
  #bytes: Buffer | undefined;
  #message = '';

  /** @returns `false` where it has become too long */
  add(piece: Piece): boolean {
    if (typeof piece === 'string') this.all += byteText(piece);
    else if (isList(piece)) {
      for (const part of piece) if (!this.add(part)) return false;
      return true;
    } else {
      const length = Buffer.isBuffer(piece) ? piece.length : piece.span.end - piece.span.start;
      if (length >= large) return false;
      this.all += Buffer.isBuffer(piece) ? piece.toString('latin1') : this.#stretch(piece);
    }
    return this.all.length < large;
  }

  #stretch({ bytes, span, ascii }: Slice): string {
    if (ascii !== undefined) return ascii.slice(span.start, span.end);
    if (bytes.length > small) return bytes.toString('latin1', span.start, span.end);
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#message = bytes.toString('latin1');
    }
    return this.#message.slice(span.start, span.end);
  }
}

function sizeOf(piece: Piece): number {
  if (typeof piece === 'string') return Buffer.byteLength(piece);
  if (Buffer.isBuffer(piece)) return piece.length;
  if (!isList(piece)) return piece.span.end - piece.span.start;
  let size = 0;
  for (const part of piece) size += sizeOf(part);
  return size;
}

function copyInto(target: Buffer, at: number, piece: Piece): number {
  if (typeof piece === 'string') return at + target.write(piece, at);
  if (Buffer.isBuffer(piece)) return at + piece.copy(target, at);
  if (!isList(piece)) return at + piece.bytes.copy(target, at, piece.span.start, piece.span.end);
  let end = at;
  for (const part of piece) end = copyInto(target, end, part);
  return end;
}
