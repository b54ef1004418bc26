import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { follow } from '../journal/follow.ts';
import { listSegments, recover } from '../journal/recover.ts';
import type { SegmentScan } from '../journal/scan.ts';
import { type JournalPosition, segmentName } from '../journal/segment.ts';
import type { Filing } from './filing.ts';

/** Where one writer's journal is drained into, whatever the database is. */
export interface Drainer {
  /** Where the next line to drain stands. */
  readonly position: JournalPosition;
  /** The newest time in anything drained, ms since the epoch. */
  readonly lastTime: number;
  /**
   * Stores what `work` adds, together with how far that goes, in one transaction. One at a time.
   *
   * @param end the position behind what is added
   */
  drain(end: JournalPosition, work: (filing: Filing) => void): Promise<void>;
}

/** A writer that this process holds: its name, and the folder of its journal. */
export interface HeldWriter {
  readonly name: string;
  readonly folder: string;
}

/** Drains what is synced. @throws JournalDamaged */
export async function drainJournal(
  drain: Drainer,
  { name, folder }: HeldWriter,
  target: JournalPosition,
): Promise<void> {
  while (drain.position.segment < target.segment) {
    await drainSegment(drain, { name, folder }, undefined);
    await moveOn(drain, drain.position.segment);
    removeDrained(folder, drain.position.segment);
  }
  if (drain.position.segment === target.segment) await drainSegment(drain, { name, folder }, target.offset);
}

async function drainSegment(drain: Drainer, { name, folder }: HeldWriter, upTo: number | undefined): Promise<void> {
  for (const { batches, end } of follow(folder, name, drain.position, upTo)) {
    await drain.drain({ segment: drain.position.segment, offset: end }, (filing) => addBatches(filing, batches));
  }
}

/** One by one: the lines of each are made of its bytes when they are asked for. */
function addBatches(filing: Filing, batches: SegmentScan['batches']): void {
  for (const { lines } of batches) filing.add(lines);
}

/** So many batches a transaction: memory and locks stay small however much a dead process left. */
const batchesAtOnce = 256;

/**
 * Drains everything that a dead process left in its journal, ends the calls it had not ended, and removes the files.
 * What is left is an empty folder and a chain that can be carried on.
 *
 * @throws JournalDamaged
 */
export async function recoverJournal(drain: Drainer, { name, folder }: HeldWriter): Promise<void> {
  let torn = 0;
  for (const { segment, batches, torn: bytes } of recover(folder, name, drain.position)) {
    for (let i = 0; i < batches.length; i += batchesAtOnce) {
      const some = batches.slice(i, i + batchesAtOnce);
      const end = some.at(-1)?.end ?? 0;
      await drain.drain({ segment, offset: end }, (filing) => addBatches(filing, some));
    }
    torn += bytes;
    await moveOn(drain, segment);
  }
  await drain.drain(drain.position, (filing) => filing.bury(torn));
  removeDrained(folder, drain.position.segment);
}

/** Nothing is added: the segment is done. */
async function moveOn(drain: Drainer, segment: number): Promise<void> {
  await drain.drain({ segment: segment + 1, offset: 0 }, () => undefined);
}

/** Removes segments that were drained to their end. */
function removeDrained(folder: string, before: number): void {
  for (const number of listSegments(folder)) {
    if (number < before) rmSync(join(folder, segmentName(number)));
  }
}
