import type { Fault } from '../../kernel/index.ts';
import { tag } from './line.ts';

/** Lines that are written together. All its callers share its two promises, so that a call makes none. */
export interface Batch {
  readonly lines: string[];
  /** Request ids of the intents in it. */
  readonly opened: string[];
  readonly written: PromiseWithResolvers<void>;
  /** Only where somebody asked for it. */
  synced: PromiseWithResolvers<void> | undefined;
  /** Somebody goes no further before it is written. */
  waitedFor: boolean;
  /** When it was written, on the monotonic clock. */
  writtenAt: number;
}

export function newBatch(): Batch {
  return { lines: [], opened: [], written: promise(), synced: undefined, waitedFor: false, writtenAt: 0 };
}

/** How many intents in these wait for a sync. */
export function syncedIntents(batches: readonly Batch[]): number {
  return batches.flatMap(({ lines }) => lines).filter((line) => line.startsWith(tag.syncedIntent)).length;
}

/** Whoever waits for a sync of these waits no longer, and is not counted again. */
export function refuseSync(batches: readonly Batch[], fault: Fault): void {
  for (const batch of batches) {
    batch.synced?.reject(fault);
    batch.synced = undefined;
  }
}

/** Asks that the batch be synced at once. */
export function wantSynced(batch: Batch): Promise<void> {
  batch.synced ??= promise();
  return batch.synced.promise;
}

/**
 * Whoever waits is told of a rejection; whoever does not (the record of a forwarded call) must not bring the process
 * down with it.
 */
function promise(): PromiseWithResolvers<void> {
  const made = Promise.withResolvers<void>();
  made.promise.catch(() => {});
  return made;
}
