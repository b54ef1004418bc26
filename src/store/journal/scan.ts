import { crc32 } from 'node:zlib';
import { headerLength, readHeader } from './frame.ts';

/** What stands in a piece of a segment. */
export interface SegmentScan {
  readonly batches: readonly ScannedBatch[];
  /** Offset in the segment behind the last whole batch. */
  readonly end: number;
  /**
   * Why the scan ended there: nothing follows but zeros that were reserved; the next batch is cut short (its header holds or is not whole itself);
   * or what follows is no batch of this segment.
   */
  readonly stop: 'end' | 'short' | 'damaged';
}

/** A batch whose checksum holds. */
class ScannedBatch {
  /** Offset in the segment behind it. */
  readonly end: number;
  readonly #body: Buffer;

  constructor(body: Buffer, end: number) {
    this.#body = body;
    this.end = end;
  }

  /** Made anew each time: whoever goes through many batches need not hold the texts of all. */
  get lines(): readonly string[] {
    return this.#body.toString('utf8', 0, this.#body.length - 1).split('\n');
  }
}

/**
 * Reads batches one after the other, believing nothing that its checksum does not cover.
 *
 * @param bytes a piece of a segment that begins where a batch begins
 * @param base that place's offset in the segment
 */
export function scanBatches(bytes: Buffer, base: number, seed: number): SegmentScan {
  const batches: ScannedBatch[] = [];
  let at = 0;
  const ended = (stop: SegmentScan['stop']): SegmentScan => ({ batches, end: base + at, stop });
  while (at < bytes.length) {
    if (bytes[at] === 0 && isBlank(bytes, at)) return ended('end');
    if (bytes.length - at < headerLength) return ended('short');
    const header = readHeader(bytes, at, seed);
    if (header === undefined || header.offset !== base + at) return ended('damaged');
    const from = at + headerLength;
    const to = from + header.length;
    if (to > bytes.length) return ended('short');
    const body = bytes.subarray(from, to);
    if (crc32(body) !== header.bodyCrc) return ended('damaged');
    at = to;
    batches.push(new ScannedBatch(body, base + at));
  }
  return ended('end');
}

/** Whether only zeros follow. A segment is made longer before it is written to. */
function isBlank(bytes: Buffer, from: number): boolean {
  for (let at = from; at < bytes.length; at += 1) if (bytes[at] !== 0) return false;
  return true;
}

/** @returns whether a batch behind `at` says that everything up to `offset` and beyond had been synced */
export function syncedBeyond(bytes: Buffer, offset: number, seed: number): boolean {
  for (let at = bytes.indexOf('#'); at !== -1; at = bytes.indexOf('#', at + 1)) {
    const header = readHeader(bytes, at, seed);
    if (header !== undefined && header.synced > offset) return true;
  }
  return false;
}
