import type { AuditLog, Journal } from '../audit/index.ts';
import type { Clock } from '../kernel/index.ts';
import type { CounterSnapshot } from '../limits/index.ts';
import type { KeyRing } from '../seal/index.ts';
import { type FolderOptions, openFolder } from './folder.ts';
import type { JournalOptions } from './journal/journal-options.ts';
import { openJournal } from './journal/open-journal.ts';
import { Pump } from './pump.ts';
import { WorkerClient } from './sqlite/worker-client.ts';
import { claimWriters, newWriter, type Writer } from './writer.ts';

export interface StoreOptions extends FolderOptions {
  /** Finds the keys once the folder is there; it may make one in it. */
  readonly keys: (dataFolder: string) => KeyRing;
  /** The journal has begun to fail, or works again: for the log. */
  readonly onJournalHealth?: JournalOptions['onHealth'];
  /** The store lags behind the journal because of an error, or has caught up: for the log. No call is refused. */
  readonly onStoreHealth?: (healthy: boolean, cause?: unknown) => void;
}

/** The embedded store of one process. */
export interface Store extends AuditLog {
  readonly folder: string;
  /** The name of the chain that this process writes. */
  readonly writer: string;
  /** The newest time on record, ms since the epoch: what the process's clock is anchored to. */
  readonly lastTime: number;
  /** What had been taken from every budget when the store was opened, by all writers: what a limiter starts from. */
  readonly counters: CounterSnapshot;
  /** Begins this process's journal; once. Every record of it arrives in the store soon after. */
  openJournal(clock: Clock): Promise<Journal>;
  /** Resolves when everything the journal has been given so far can be queried. */
  drained(): Promise<void>;
  /** Removes records that arrived before a time, under a signed cut. @returns how many */
  retain(before: number, now: number): Promise<number>;
  /** Closes the journal, drains it, and gives the folder back. */
  close(): Promise<void>;
}

/**
 * Opens the data folder and the store in it: takes over what dead processes left, so that `counters` and `lastTime`
 * know of every call that was ever forwarded.
 *
 * @throws FolderInUse, SealError, or a StoreError (damaged journal, wrong key, newer schema); nothing is held then
 */
export async function openStore(path: string, options: StoreOptions): Promise<Store> {
  const folder = openFolder(path, options);
  let held: Writer[] = [];
  let client: WorkerClient | undefined;
  const giveUp = async (): Promise<void> => {
    await client?.terminate();
    for (const { lock } of held) lock.release();
    folder.release();
  };
  try {
    const ring = options.keys(folder.path);
    held = claimWriters(folder.path);
    const keys = ring.ids.map((id) => ({ id, key: ring.subkey('audit-chain', id) }));
    const writers = held.map(({ name, folder: of }) => ({ name, folder: of }));
    const worker = new WorkerClient({ dataFolder: folder.path, keys, writers });
    client = worker;
    const ready = await worker.ready();
    const writer = held.find(({ name }) => name === ready.writer) ?? newWriter(folder.path);
    for (const other of held) if (other !== writer) other.lock.release();
    held = [writer];
    const segment = await worker.ask('begin', { name: writer.name, folder: writer.folder });
    return new EmbeddedStore({ folder: folder.path, writer, segment, worker, ready, options, giveUp });
  } catch (error) {
    await giveUp();
    throw error;
  }
}

interface Parts {
  readonly folder: string;
  readonly writer: Writer;
  readonly segment: number;
  readonly worker: WorkerClient;
  readonly ready: Pick<Store, 'lastTime' | 'counters'>;
  readonly options: StoreOptions;
  readonly giveUp: () => Promise<void>;
}

class EmbeddedStore implements Store {
  readonly folder: string;
  readonly writer: string;
  readonly lastTime: number;
  readonly counters: CounterSnapshot;
  readonly #parts: Parts;
  readonly #pump: Pump;
  #journal: ReturnType<typeof openJournal> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.folder = parts.folder;
    this.writer = parts.writer.name;
    this.lastTime = parts.ready.lastTime;
    this.counters = parts.ready.counters;
    this.#pump = new Pump({
      drain: (position) => parts.worker.ask('drain', position),
      onHealth: (healthy, cause) => parts.options.onStoreHealth?.(healthy, cause),
    });
  }

  async openJournal(clock: Clock): Promise<Journal> {
    if (this.#journal !== undefined) throw new Error('the journal of this process is open already');
    const { writer, segment, options } = this.#parts;
    this.#journal = openJournal({
      folder: writer.folder,
      writer: writer.name,
      segment,
      clock,
      onSynced: (position) => this.#pump.synced(position),
      ...(options.onJournalHealth === undefined ? {} : { onHealth: options.onJournalHealth }),
    });
    return this.#journal;
  }

  async drained(): Promise<void> {
    await this.#journal?.settled();
    await this.#pump.now();
  }

  query: AuditLog['query'] = (filter) => this.#parts.worker.ask('query', filter);
  heads: AuditLog['heads'] = () => this.#parts.worker.ask('heads', null);

  retain(before: number, now: number): Promise<number> {
    return this.#parts.worker.ask('retain', { before, now });
  }

  async close(): Promise<void> {
    try {
      await this.#journal?.close();
      await this.#pump.now();
    } finally {
      await this.#pump.stop();
      await this.#parts.worker.ask('close', null).catch(() => {});
      await this.#parts.giveUp();
    }
  }
}
