import type { CallEnding, CallRecord, EventRecord, Intent, Journal } from '../../audit/index.ts';
import { Fault, Roster } from '../../kernel/index.ts';
import { type Batch, newBatch, refuseSync, syncedIntents, wantSynced } from './batch.ts';
import { closed, type Failure, resumedLine } from './failure.ts';
import { nodeFiles } from './files.ts';
import type { JournalOptions } from './journal-options.ts';
import { gatherMs, probeMs, segmentBytes, stallMs, syncAfterMs } from './journal-times.ts';
import { endingLine, eventLine, intentLine, recordLine, tag } from './line.ts';
import { Segment } from './segment.ts';
import { SharedFacts } from './shared-facts.ts';

export interface OpenJournal extends Journal {
  /** Resolves when everything appended so far is synced, or was refused. */
  settled(): Promise<void>;
}

/**
 * Opens a journal for appending.
 *
 * @throws the operating system's error when its first segment cannot be made
 */
export function openJournal(options: JournalOptions): OpenJournal {
  return new SegmentedJournal(options);
}

/**
 * How a line goes: into the open batch → one write for the whole batch → (acknowledged) → one sync for all batches
 * written since the last. Four things can go wrong:
 *
 * - The write fails: its lines are refused, and the file holds nothing of them.
 * - The sync fails: who waited for it is refused. The lines stay; they are written and synced again.
 * - The sync does not end: who waited for it is refused, and whoever comes, until it has ended and another one, too.
 * - The call of an intent ends while nothing can be written: the ending is owed, and written before anything else.
 *
 * A failing journal refuses at once and tries by itself, until one batch was written and synced.
 */
class SegmentedJournal implements OpenJournal {
  readonly #options: JournalOptions;
  readonly #shared = new SharedFacts();
  #segment: Segment;
  #batch = newBatch();
  #gathering = false;
  /** Writes the open batch when nothing else has done so. */
  #later: NodeJS.Timeout | undefined;
  /** Written batches that no finished sync covers. */
  #unsynced: Batch[] = [];
  #syncing: Promise<void> | undefined;
  /** Batches that the running sync covers. */
  #covered: readonly Batch[] = [];
  #syncTimer: NodeJS.Timeout | undefined;
  #stallTimer: NodeJS.Timeout | undefined;
  /** No batch is written until the segment is synced to its end and the next one is open. */
  #rotating = false;
  /** Intents whose ending is still to come. */
  readonly #open = new Roster<true>();
  /** Endings of calls that went out: must not be lost while the process lives. */
  #owed: string[] = [];
  #failing: Failure | undefined;
  #probe: NodeJS.Timeout | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
    this.#segment = this.#openSegment(options.segment);
  }

  intent(intent: Intent, sync: boolean): Promise<void> {
    if (this.#closing !== undefined) return Promise.reject(closed());
    const batch = this.#batch;
    batch.lines.push(intentLine(intent, sync, this.#shared));
    batch.opened.push(intent.requestId);
    this.#schedule(true);
    return sync ? wantSynced(batch) : batch.written.promise;
  }

  record(record: CallRecord | CallEnding | EventRecord): Promise<void> {
    if (this.#closing !== undefined) return Promise.reject(closed());
    const batch = this.#batch;
    if (record.kind === 'event') batch.lines.push(eventLine(record));
    else if (this.#open.delete(record.requestId)) batch.lines.push(endingLine(record));
    else if (record.kind === 'call') batch.lines.push(recordLine(record, this.#shared));
    else return Promise.reject(new Error('the ending of a call whose intent was not kept'));
    // A call that went out has its answer; its ending goes with what others wait for.
    this.#schedule(record.kind !== 'ending');
    return batch.written.promise;
  }

  healthy(): boolean {
    return this.#failing === undefined && this.#closing === undefined;
  }

  lagMs(): number {
    const oldest = this.#covered[0] ?? this.#unsynced[0];
    return oldest === undefined ? 0 : this.#options.clock.monotonic() - oldest.writtenAt;
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
    await this.settled();
    clearInterval(this.#probe);
    clearTimeout(this.#syncTimer);
    if (this.#failing !== undefined) {
      this.#tryAgain();
      await this.#syncing;
    }
    clearInterval(this.#probe);
    this.#segment.close();
    if (this.#failing !== undefined) throw this.#failing.fault;
  }

  async #untilSynced(): Promise<void> {
    while (this.#syncing !== undefined || (this.#unsynced.length > 0 && this.#failing === undefined)) {
      this.#sync();
      await this.#syncing;
    }
  }

  /**
   * Sees to it that the open batch is written: when the turns bring no more, or, where nobody waits for it or could not go
   * on before the running sync has ended, with that end or a little later.
   */
  #schedule(waitedFor: boolean): void {
    this.#batch.waitedFor ||= waitedFor;
    if (!waitedFor || this.#syncing !== undefined) {
      this.#later ??= setTimeout(() => this.#write(), gatherMs);
      return;
    }
    if (this.#gathering) return;
    this.#gathering = true;
    const until = this.#options.clock.monotonic() + gatherMs;
    setImmediate(() => this.#gather(0, until));
  }

  /** A turn has ended, `before` which the batch had so many lines. */
  #gather(before: number, until: number): void {
    const { length } = this.#batch.lines;
    if (length > before && this.#options.clock.monotonic() < until) {
      setImmediate(() => this.#gather(length, until));
      return;
    }
    this.#gathering = false;
    this.#write();
  }

  #openSegment(number: number): Segment {
    const { folder, writer, reserve, files = nodeFiles } = this.#options;
    return new Segment(files, folder, writer, number, reserve);
  }

  #write(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    const batch = this.#batch;
    if (this.#rotating || batch.lines.length === 0) return;
    this.#batch = newBatch();
    if (this.#failing !== undefined) this.#refuse(batch, this.#failing.fault.cause);
    else if (this.#append(batch)) {
      if (batch.synced !== undefined) this.#sync();
      else this.#armSync();
    }
  }

  /** @returns whether the lines are written now */
  #append(batch: Batch): boolean {
    try {
      this.#segment.append(batch.lines);
    } catch (error) {
      this.#refuse(batch, error);
      return false;
    }
    batch.writtenAt = this.#options.clock.monotonic();
    this.#unsynced.push(batch);
    for (const id of batch.opened) this.#open.set(id, true);
    batch.written.resolve();
    return true;
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
    this.#covered = this.#unsynced;
    this.#unsynced = [];
    this.#stallTimer = setTimeout(() => this.#stalled(), this.#options.stallMs ?? stallMs).unref();
    this.#syncing = this.#segment.sync().then(
      () => this.#afterSync(),
      (error: unknown) => this.#afterFailedSync(error),
    );
  }

  #afterSync(): void {
    this.#syncing = undefined;
    clearTimeout(this.#stallTimer);
    const batches = this.#covered;
    this.#covered = [];
    const { number, synced, written } = this.#segment;
    if (this.#failing?.announced) this.#recover();
    for (const batch of batches) batch.synced?.resolve();
    this.#options.onSynced?.({ segment: number, offset: synced });
    // After a write that failed the segment goes on until what the failure left is known to be gone.
    if (synced >= (this.#options.segmentBytes ?? segmentBytes) && this.#segment.whole) {
      this.#rotate(synced === written);
      return;
    }
    if (this.#batch.waitedFor) this.#write();
    if (this.#unsynced.some((batch) => batch.synced !== undefined)) this.#sync();
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
      const next = this.#openSegment(this.#segment.number + 1);
      this.#segment.close();
      this.#segment = next;
    } catch {
      // The old segment is sound and goes on; the next sync tries again.
    }
    this.#write();
  }

  #afterFailedSync(error: unknown): void {
    this.#syncing = undefined;
    clearTimeout(this.#stallTimer);
    this.#rotating = false;
    this.#unsynced = [...this.#covered, ...this.#unsynced];
    this.#covered = [];
    this.#refuseWaiting(this.#unsynced, error);
    this.#write();
  }

  /** The disk may hold what was written, or not: it says nothing. */
  #stalled(): void {
    this.#refuseWaiting([...this.#covered, ...this.#unsynced], new Error('the disk has not answered a sync'));
  }

  /** Refuses who waits for a sync of these. Their lines stay. */
  #refuseWaiting(batches: readonly Batch[], error: unknown): void {
    const waiting = batches.filter((batch) => batch.synced !== undefined);
    refuseSync(waiting, this.#fail(error, syncedIntents(waiting)));
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
    this.#failing ??= { since: this.#options.clock.now(), fault, refused: 0, announced: false };
    this.#failing.refused += refused;
    this.#probe ??= setInterval(() => this.#tryAgain(), this.#options.probeMs ?? probeMs).unref();
    return fault;
  }

  /** Writes what is owed and that the failure is over, then syncs: only then is it over. */
  #tryAgain(): void {
    if (this.#failing === undefined || this.#syncing !== undefined) return;
    const batch = newBatch();
    batch.lines.push(...this.#owed);
    if (!this.#failing.announced) batch.lines.push(resumedLine(this.#failing, this.#options.clock.now()));
    this.#owed = [];
    if (batch.lines.length > 0 && !this.#append(batch)) return;
    this.#failing.announced = true;
    this.#sync();
  }

  #recover(): void {
    clearInterval(this.#probe);
    this.#probe = undefined;
    this.#failing = undefined;
    this.#options.onHealth?.(true);
  }
}
