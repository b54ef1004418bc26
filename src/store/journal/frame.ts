import { crc32 } from 'node:zlib';

/**
 * A batch on disk: one fixed header line, then the lines that were written together.
 *
 *     #hhhhhhhh bbbbbbbb llllllll oooooooooooo ssssssssssss
 *
 * `h` CRC-32 of the rest of the header, `b` CRC-32 of the body, `l` the body's length in bytes, `o` the offset of this
 * batch in its segment, `s` how many bytes of the segment were known to be synced when it was written. All hexadecimal.
 * The header's CRC is seeded with the writer and the segment, so a batch is valid in its own place only. Because the
 * header is as long whatever it says, and is checked by itself, a length can be believed before the body is there:
 * that is what tells a torn tail from a damaged one.
 */
export const headerLength = 54;

/** What a header says. */
export interface Header {
  readonly bodyCrc: number;
  readonly length: number;
  readonly offset: number;
  readonly synced: number;
}

const blank = ' '.repeat(headerLength);
const shape = /^#[0-9a-f]{8}(?: [0-9a-f]{8}){2}(?: [0-9a-f]{12}){2}\n$/;
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** @returns the seed of every header's CRC in one segment */
export function segmentSeed(writer: string, segment: number): number {
  return crc32(`${writer}/${segment}`);
}

/** @param lines without line feeds of their own; at least one */
export function encodeBatch(lines: readonly string[], seed: number, offset: number, synced: number): Buffer {
  const bytes = Buffer.from(`${blank}${lines.join('\n')}\n`);
  const body = bytes.subarray(headerLength);
  const rest = ` ${hex(crc32(body), 8)} ${hex(body.length, 8)} ${hex(offset, 12)} ${hex(synced, 12)}\n`;
  bytes.write(`#${hex(crc32(rest, seed), 8)}${rest}`, 0, 'latin1');
  return bytes;
}

/** @returns the header at `at`, or nothing when these bytes are no header of this segment */
export function readHeader(bytes: Buffer, at: number, seed: number): Header | undefined {
  if (bytes.length - at < headerLength) return undefined;
  const text = bytes.toString('latin1', at, at + headerLength);
  if (!shape.test(text)) return undefined;
  if (crc32(text.slice(9), seed) !== Number.parseInt(text.slice(1, 9), 16)) return undefined;
  return {
    bodyCrc: Number.parseInt(text.slice(10, 18), 16),
    length: Number.parseInt(text.slice(19, 27), 16),
    offset: Number.parseInt(text.slice(28, 40), 16),
    synced: Number.parseInt(text.slice(41, 53), 16),
  };
}
