import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { JournalDamaged } from './damaged.ts';
import { segmentSeed } from './frame.ts';
import { type SegmentScan, scanBatches } from './scan.ts';
import { type JournalPosition, segmentName } from './segment.ts';

/** What one transaction of the store holds, and how long whoever shares its thread waits. */
const chunkBytes = 1024 * 1024;

/**
 * Reads a segment that is being written, up to a place that is known to be synced, in pieces of a megabyte.
 *
 * @param upTo where to stop; to the end of the file when absent (a segment that another one follows is complete)
 * @throws JournalDamaged when it is missing, or anything before that place is no whole batch
 */
export function* follow(folder: string, writer: string, from: JournalPosition, upTo?: number): Generator<SegmentScan> {
  const path = join(folder, segmentName(from.segment));
  if (!existsSync(path)) throw JournalDamaged.missing(folder, from.segment, from);
  const fd = openSync(path, 'r');
  try {
    const end = upTo ?? fstatSync(fd).size;
    const seed = segmentSeed(writer, from.segment);
    let at = from.offset;
    let size = chunkBytes;
    while (at < end) {
      const bytes = read(fd, at, Math.min(size, end - at));
      const scan = scanBatches(bytes, at, seed);
      const whole = bytes.length === end - at;
      if (scan.stop === 'damaged' || (whole && scan.stop !== 'end') || bytes.length === 0) {
        throw new JournalDamaged(path, scan.end, 'a batch that had been synced cannot be read');
      }
      // A batch longer than the piece: read a longer one.
      size = scan.end === at ? size * 2 : chunkBytes;
      const blank = scan.stop === 'end' && scan.end < at + bytes.length;
      at = scan.end;
      if (scan.batches.length > 0) yield scan;
      if (blank) return;
    }
  } finally {
    closeSync(fd);
  }
}

function read(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const got = readSync(fd, bytes, done, length - done, position + done);
    if (got === 0) break;
    done += got;
  }
  return bytes.subarray(0, done);
}
