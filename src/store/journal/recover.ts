import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JournalDamaged } from './damaged.ts';
import { segmentSeed } from './frame.ts';
import { type SegmentScan, scanBatches, syncedBeyond } from './scan.ts';
import { type JournalPosition, segmentName } from './segment.ts';

/** One segment of what a writer that is gone has left behind. */
export interface Remains {
  readonly segment: number;
  readonly batches: SegmentScan['batches'];
  /** How many bytes it ends with that are no whole batch: written, never synced, and not acknowledged. */
  readonly torn: number;
}

/** @returns the segments in a writer's folder, in order */
export function listSegments(folder: string): number[] {
  const names = readdirSync(folder).filter((name) => /^[0-9]{8,}\.log$/.test(name));
  return names.map((name) => Number.parseInt(name, 10)).sort((a, b) => a - b);
}

/**
 * Reads everything behind `from`, one segment after the other. Only the last segment may end in a torn or unreadable
 * tail, and only behind what any batch says was synced; such a tail is copied to a file of its own beside the segment.
 *
 * @throws JournalDamaged when something is missing or changed that had been kept
 */
export function* recover(folder: string, writer: string, from: JournalPosition): Generator<Remains> {
  const numbers = listSegments(folder).filter((number) => number >= from.segment);
  let expected = from.segment;
  if (numbers.length === 0 && from.offset > 0) throw JournalDamaged.missing(folder, expected, from);
  for (const number of numbers) {
    if (number !== expected) throw JournalDamaged.missing(folder, expected, from);
    expected += 1;
    const path = join(folder, segmentName(number));
    const base = number === from.segment ? from.offset : 0;
    const whole = readFileSync(path);
    if (whole.length < base) throw new JournalDamaged(path, whole.length, 'it ends before what was read from it');
    const seed = segmentSeed(writer, number);
    const bytes = whole.subarray(base);
    const { batches, end, stop } = scanBatches(bytes, base, seed);
    const rest = stop === 'end' ? none : withoutZeros(bytes.subarray(end - base));
    if (stop !== 'end') {
      if (number !== numbers.at(-1) || syncedBeyond(rest, end, seed)) {
        throw new JournalDamaged(path, end, 'a batch that had been synced cannot be read');
      }
      writeFileSync(join(folder, `${segmentName(number)}.${end}.torn`), rest, { mode: 0o600 });
    }
    yield { segment: number, batches, torn: rest.length };
  }
}

const none = Buffer.alloc(0);

/** No line holds a zero: those behind the last other byte were reserved. */
function withoutZeros(bytes: Buffer): Buffer {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  return bytes.subarray(0, end);
}
