import type { CallRecord, EventRecord, Intent, Journal } from '../../audit/index.ts';
import { type Clock, Fault } from '../../kernel/index.ts';
import { type Batch, newBatch, wantSynced } from './batch.ts';
import { type FileLayer, nodeFiles } from './files.ts';
import { endingLine, eventLine, intentLine, recordLine, tag } from './line.ts';
import { type Position, Segment } from './segment.ts';

export interface JournalOptions {
  /** The writer's own folder; it exists, and nobody else writes in it. */
  readonly folder: string;
  readonly writer: string;
  /** Number of the segment to begin with; no file of that number exists. */
  readonly segment: number;
  readonly clock: Clock;
  readonly files?: FileLayer;
  /** Everything up to here survives power loss and may be drained. Called after each sync. */
  readonly onSynced?: (position: Position) => void;
  /** The journal has begun to fail (with the cause, for the log) or keeps records again. */
  readonly onHealth?: (healthy: boolean, cause?: unknown) => void;
  /** A segment this long is followed by a new one. */
  readonly segmentBytes?: number;
  /** How often a failing journal tries whether it can keep records again. */
  readonly probeMs?: number;
}

export interface OpenJournal extends Journal {
  /** Resolves when everything appended so far is synced, or was refused. */
  settled(): Promise<void>;
}

/** Leaves room for the sync itself within the 20 ms that the crash sentence allows. */
const syncAfterMs = 10;
const probeMs = 250;
const segmentBytes = 16 * 1024 * 1024;

/**
 * Opens a journal for appending.
 *
 * @throws the operating system's error when its first segment cannot be made
 */
export function openJournal(options: JournalOptions): OpenJournal {
  return new SegmentedJournal(options);
}

/**
 * How a line goes: into the batch of this turn → one write for the whole batch → (acknowledged) → one sync for all
 * batches written since the last. Three things can go wrong, and after each the file holds whole batches only:
 *
 * - The write fails: its lines are refused, the piece is cut off.
 * - The sync fails: the kernel may have dropped what it could not write, so the file is not trusted again. It is cut
 *   to what was synced, intents that waited for the sync are refused, and every other line (acknowledged already)
 *   goes into a new segment.
 * - The call of an intent ends while nothing can be written: the ending is owed, and written before anything else.
 *
 * A failing journal refuses at once and tries by itself, until one batch was written and synced.
 */
class SegmentedJournal implements OpenJournal {
  readonly #options: JournalOptions;
  readonly #files: FileLayer;
  #segment: Segment;
  #batch = newBatch();
  #scheduled = false;
  /** Written batches that no finished sync covers. */
  #unsynced: Batch[] = [];
  #syncing: Promise<void> | undefined;
  #syncTimer: NodeJS.Timeout | undefined;
  /** No batch is written until the segment is synced to its end and the next one is open. */
  #rotating = false;
  /** Intents whose ending is still to come. */
  readonly #open = new Set<string>();
  /** Acknowledged, or endings of calls that went out: must not be lost while the process lives. */
  #owed: string[] = [];
  #failing: { readonly since: number; readonly fault: Fault; refused: number } | undefined;
  #probe: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#files = options.files ?? nodeFiles;
    this.#segment = this.#nextSegment(options.segment);
  }

  intent(intent: Intent, sync: boolean): Promise<void> {
    if (this.#closing !== undefined) return Promise.reject(closed());
    const batch = this.#batch;
    batch.lines.push(intentLine(intent, sync));
    (sync ? batch.openedSynced : batch.opened).push(intent.requestId);
    this.#schedule();
    return sync ? wantSynced(batch) : batch.written.promise;
  }

  record(record: CallRecord | EventRecord): Promise<void> {
    if (this.#closing !== undefined) return Promise.reject(closed());
    const batch = this.#batch;
    if (record.kind === 'event') batch.lines.push(eventLine(record));
    else if (this.#open.delete(record.requestId)) batch.lines.push(endingLine(record));
    else batch.lines.push(recordLine(record));
    this.#schedule();
    return batch.written.promise;
  }

  healthy(): boolean {
    return this.#failing === undefined && this.#closing === undefined;
  }

  async settled(): Promise<void> {
    this.#write();
    await this.#untilSynced();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearInterval(this.#probe);
    await this.#untilSynced();
    this.#write(this.#failing !== undefined);
    await this.#untilSynced();
    this.#segment.close();
    if (this.#failing !== undefined) throw this.#failing.fault;
  }

  async #untilSynced(): Promise<void> {
    while (this.#syncing !== undefined || this.#unsynced.length > 0) {
      this.#sync();
      await this.#syncing;
    }
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#write();
    });
  }

  #nextSegment(number: number): Segment {
    return new Segment(this.#files, this.#options.folder, this.#options.writer, number);
  }

  /** @param probing tries although the last attempt failed; otherwise a failing journal refuses at once */
  #write(probing = false): void {
    if (this.#rotating || (this.#syncing !== undefined && this.#failing !== undefined)) return;
    const batch = this.#batch;
    this.#batch = newBatch();
    if (this.#failing !== undefined && !probing) {
      this.#refuse(batch, this.#failing.fault.cause);
      return;
    }
    const before = this.#failing === undefined ? this.#owed : [...this.#owed, this.#recoveredLine(this.#failing)];
    const lines = before.length === 0 ? batch.lines : [...before, ...batch.lines];
    if (lines.length === 0) return;
    try {
      this.#segment.append(lines);
    } catch (error) {
      this.#refuse(batch, error);
      return;
    }
    this.#owed = [];
    this.#unsynced.push({ ...batch, lines });
    for (const id of batch.opened) this.#open.add(id);
    for (const id of batch.openedSynced) this.#open.add(id);
    batch.written.resolve();
    if (batch.synced !== undefined || probing) this.#sync();
    else this.#armSync();
  }

  #armSync(): void {
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = undefined;
      this.#sync();
    }, syncAfterMs);
  }

  /** One sync at a time; what is written while it runs is covered by the next. */
  #sync(): void {
    if (this.#syncing !== undefined || this.#unsynced.length === 0) return;
    clearTimeout(this.#syncTimer);
    this.#syncTimer = undefined;
    const batches = this.#unsynced;
    this.#unsynced = [];
    this.#syncing = this.#segment.sync().then(
      () => this.#afterSync(batches),
      (error: unknown) => this.#afterFailedSync(batches, error),
    );
  }

  #afterSync(batches: readonly Batch[]): void {
    this.#syncing = undefined;
    const { number, synced, written } = this.#segment;
    if (this.#failing !== undefined) this.#recover();
    for (const batch of batches) batch.synced?.resolve();
    this.#options.onSynced?.({ segment: number, offset: synced });
    if (synced >= (this.#options.segmentBytes ?? segmentBytes)) this.#rotate(synced === written);
    else if (this.#unsynced.some((batch) => batch.synced !== undefined)) this.#sync();
    else if (this.#unsynced.length > 0) this.#armSync();
  }

  /** A segment ends where everything in it is synced: only the last one can have a torn tail. */
  #rotate(complete: boolean): void {
    this.#rotating = !complete;
    if (!complete) {
      this.#sync();
      return;
    }
    try {
      this.#moveTo(this.#segment.number + 1);
    } catch {
      // The old segment is sound and goes on; the next sync tries again.
    }
    if (this.#batch.lines.length > 0) this.#write();
  }

  #moveTo(number: number): void {
    const next = this.#nextSegment(number);
    this.#segment.close();
    this.#segment = next;
  }

  #afterFailedSync(inFlight: readonly Batch[], error: unknown): void {
    this.#syncing = undefined;
    this.#rotating = false;
    const lost = [...inFlight, ...this.#unsynced];
    this.#unsynced = [];
    for (const batch of lost) {
      this.#owed.push(...batch.lines.filter((line) => !line.startsWith(tag.syncedIntent)));
      for (const id of batch.openedSynced) this.#open.delete(id);
    }
    const refused = lost.reduce((count, batch) => count + batch.openedSynced.length, 0);
    const fault = this.#fail(error, refused);
    for (const batch of lost) batch.synced?.reject(fault);
    try {
      const used = this.#segment.synced > 0;
      this.#segment.cutToSynced();
      if (used) this.#moveTo(this.#segment.number + 1);
    } catch {
      // What could not be cut now is cut before the next append.
    }
    this.#write();
  }

  #refuse(batch: Batch, error: unknown): void {
    const endings = batch.lines.filter((line) => line.startsWith(tag.ending));
    this.#owed.push(...endings);
    const fault = this.#fail(error, batch.lines.length - endings.length);
    batch.written.reject(fault);
    batch.synced?.reject(fault);
  }

  #fail(error: unknown, refused: number): Fault {
    const fault = new Fault('audit_unavailable', 'This call cannot be recorded right now, so it was not made.', error);
    if (this.#failing === undefined) this.#options.onHealth?.(false, error);
    this.#failing ??= { since: this.#options.clock.now(), fault, refused: 0 };
    this.#failing.refused += refused;
    this.#probe ??= setInterval(() => this.#write(true), this.#options.probeMs ?? probeMs).unref();
    return fault;
  }

  #recover(): void {
    clearInterval(this.#probe);
    this.#probe = undefined;
    this.#failing = undefined;
    this.#options.onHealth?.(true);
  }

  #recoveredLine({ since, refused }: { readonly since: number; readonly refused: number }): string {
    const time = this.#options.clock.now();
    return eventLine({ kind: 'event', time, event: 'journal_recovered', detail: { since, refused } });
  }
}

function closed(): Fault {
  return new Fault('audit_unavailable', 'The gateway is shutting down.');
}
