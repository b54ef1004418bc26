import type { Readable } from 'node:stream';

/**
 * The lines of a stream, without their line feed, as `Buffer`s. Empty lines are passed over. Of a line that is too long
 * only as much is kept as shows that it is: whoever reads it refuses it, and the next line is whole again.
 *
 * @param mostBytes of a line
 */
export async function* splitLines(input: Readable, mostBytes: number): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = [];
  let length = 0;
  const take = (piece: Buffer): void => {
    const room = mostBytes + 1 - length;
    if (room > 0) pieces.push(piece.subarray(0, room));
    length = Math.min(length + piece.length, mostBytes + 1);
  };
  for await (const chunk of input) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    let start = 0;
    for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
      take(bytes.subarray(start, end));
      start = end + 1;
      if (length > 0) yield Buffer.concat(pieces);
      pieces = [];
      length = 0;
    }
    if (start < bytes.length) take(bytes.subarray(start));
  }
  if (length > 0) yield Buffer.concat(pieces);
}
