import { MessageChannel } from 'node:worker_threads';
import type { AuditLog, Head, Journal } from '../audit/index.ts';
import type { EndedSessions } from '../gateway/index.ts';
import type { Clock } from '../kernel/index.ts';
import type { CounterSnapshot } from '../limits/index.ts';
import type { KeyRing } from '../seal/index.ts';
import { sweepDrafts } from './backup/sweep-drafts.ts';
import type { Removal, WorkerStart } from './filing/messages.ts';
import { StoreThread } from './filing/store-thread.ts';
import type { Verification } from './filing/verification.ts';
import { WorkerClient } from './filing/worker-client.ts';
import { type FolderOptions, openFolder } from './folder.ts';
import type { JournalOptions } from './journal/journal-options.ts';
import { openJournal } from './journal/open-journal.ts';
import { Pump } from './pump.ts';
import { requireMoved } from './require-moved.ts';
import type { Sql } from './sql/open-sql.ts';
import { upToDate } from './up-to-date.ts';
import { HeldWriters, type Writer } from './writer.ts';

export interface StoreOptions extends FolderOptions {
  /** Finds the keys once the folder is there; it may make one in it. */
  readonly keys: (dataFolder: string) => KeyRing;
  /** `postgres://…`; absent where the database is SQLite's, in the data folder. */
  readonly database?: string;
  /** The journal has begun to fail, or works again: for the log. */
  readonly onJournalHealth?: JournalOptions['onHealth'];
  /** The store lags behind the journal because of an error, or has caught up: for the log. No call is refused. */
  readonly onStoreHealth?: (healthy: boolean, cause?: unknown) => void;
}

/** A process that a client has started and waits for has better things to do than to file records. */
const startMs = 1_000;

/** The embedded store of one process. */
export interface Store extends AuditLog {
  readonly folder: string;
  /** `postgres://…`; `undefined` where the database is SQLite's, in the folder. */
  readonly database: string | undefined;
  readonly keys: KeyRing;
  /** The name of the chain that this process writes. */
  readonly writer: string;
  /** The newest time on record, ms since the epoch: what the process's clock is anchored to. */
  readonly lastTime: number;
  /**
   * How far the clock of the database's server is ahead of this machine's, ms, as of the start: where several gateways have
   * one database, it is the clock that counts. 0 for SQLite.
   */
  readonly clockAhead: number;
  /**
   * What had been taken from every budget, by all writers, when the store's worker started (in `exclusive` mode: when
   * the store was opened): what a limiter starts from.
   */
  counters(): Promise<CounterSnapshot>;
  /**
   * The same as of now: every call is in it that this process has put into its journal before.
   *
   * @param now ms since the epoch
   */
  countersNow(now: number): Promise<CounterSnapshot>;
  /** Begins this process's journal; once. Every record of it arrives in the store soon after. */
  openJournal(clock: Clock): Promise<Journal>;
  /** Resolves when everything the journal has been given so far can be queried. */
  drained(): Promise<void>;
  /**
   * Removes records that arrived before a time, and the oldest while the store has more bytes, under signed cuts.
   *
   * @returns how many
   */
  retain(removal: Removal): Promise<number>;
  /** Which sessions were ended, by whichever gateway has this database. @throws StoreError when it cannot be asked */
  readonly endedSessions: EndedSessions;
  /** Whether every record is as it was written. @param heads kept elsewhere */
  verify(heads?: readonly Head[]): Promise<Verification>;
  /** Opens the control plane's connection: on SQLite in the store's own thread, one at a time. Closed before the store is. @throws SqlError */
  openSql(): Promise<Sql>;
  /** Closes the journal, drains it, and gives the folder back. */
  close(): Promise<void>;
}

/**
 * Opens the data folder and the store in it: takes over what dead processes left, so that `counters` and `lastTime`
 * know of every call that was ever forwarded. Where processes share the folder and there is nothing to take over, the
 * worker starts with the first drain: the journal needs none, and a thread costs as much as a whole Node.
 *
 * @throws FolderInUse, SealError, or a StoreError (damaged journal, wrong key, newer schema); nothing is held then
 */
export async function openStore(path: string, options: StoreOptions): Promise<Store> {
  const folder = openFolder(path, options);
  if (options.mode === 'exclusive') sweepDrafts(folder.path);
  let writers: HeldWriters | undefined;
  let thread: StoreThread | undefined;
  const giveUp = async (): Promise<void> => {
    await thread?.close();
    writers?.release();
    folder.release();
  };
  try {
    const ring = options.keys(folder.path);
    writers = new HeldWriters(folder.path);
    const keys = ring.ids.map((id) => ({ id, key: ring.subkey('audit-chain', id) }));
    const { database } = options;
    if (database !== undefined) requireMoved(folder.path);
    const start = { dataFolder: folder.path, keys, ...(database === undefined ? {} : { database }) };
    const parts = { folder: folder.path, keys: ring, options, giveUp };

    const known = options.mode === 'shared' ? upToDate(folder.path, writers.all, ring.ids) : undefined;
    if (known !== undefined) {
      const carriedOn = writers.all.find(({ name }) => (known.keyOf(name) ?? ring.ids[0]) === ring.ids[0]);
      const writer = writers.keepOnly(carriedOn?.name);
      thread = new StoreThread(() => begun({ ...start, writers: [] }, writer));
      const segment = known.nextSegment(writer.name);
      return new EmbeddedStore({ ...parts, writer, segment, thread, lastTime: known.lastTime, clockAhead: 0 });
    }

    const client = new WorkerClient({
      ...start,
      writers: writers.all.map(({ name, folder: of }) => ({ name, folder: of })),
    });
    thread = new StoreThread(async () => client, client);
    const { writer: carriedOn, lastTime, clockAhead } = await client.ready;
    const writer = writers.keepOnly(carriedOn);
    const segment = await client.ask('begin', { name: writer.name, folder: writer.folder });
    return new EmbeddedStore({ ...parts, writer, segment, thread, lastTime, clockAhead });
  } catch (error) {
    await giveUp();
    throw error;
  }
}

/** A worker that has nothing to recover, and goes on with this process's writer. */
async function begun(start: WorkerStart, { name, folder }: Writer): Promise<WorkerClient> {
  const client = new WorkerClient(start);
  try {
    await client.ready;
    await client.ask('begin', { name, folder });
    return client;
  } catch (error) {
    await client.terminate();
    throw error;
  }
}

interface Parts {
  readonly folder: string;
  readonly keys: KeyRing;
  readonly writer: Writer;
  readonly segment: number;
  readonly thread: StoreThread;
  readonly lastTime: number;
  readonly clockAhead: number;
  readonly options: StoreOptions;
  readonly giveUp: () => Promise<void>;
}

class EmbeddedStore implements Store {
  readonly folder: string;
  readonly database: string | undefined;
  readonly keys: KeyRing;
  readonly writer: string;
  readonly lastTime: number;
  readonly clockAhead: number;
  readonly #parts: Parts;
  readonly #pump: Pump;
  #journal: ReturnType<typeof openJournal> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.folder = parts.folder;
    this.database = parts.options.database;
    this.keys = parts.keys;
    this.writer = parts.writer.name;
    this.lastTime = parts.lastTime;
    this.clockAhead = parts.clockAhead;
    this.#pump = new Pump({
      drain: (position) => parts.thread.ask('drain', position),
      onHealth: (healthy, cause) => parts.options.onStoreHealth?.(healthy, cause),
      ...(parts.options.mode === 'shared' ? { firstMs: startMs } : {}),
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

  async counters(): Promise<CounterSnapshot> {
    return (await (await this.#parts.thread.client()).ready).counters;
  }

  async countersNow(now: number): Promise<CounterSnapshot> {
    await this.drained();
    return this.#parts.thread.ask('counters', { now });
  }

  query: AuditLog['query'] = (filter) => this.#parts.thread.ask('query', filter);
  heads: AuditLog['heads'] = () => this.#parts.thread.ask('heads', null);

  retain: Store['retain'] = (removal) => this.#parts.thread.ask('retain', removal);
  verify: Store['verify'] = (heads = []) => this.#parts.thread.ask('verify', { heads });

  readonly endedSessions: EndedSessions = {
    remember: async (digest, until, now) => {
      await this.#parts.thread.ask('endSession', { digest, until, now });
    },
    among: (digests) => this.#parts.thread.ask('endedAmong', { digests }),
  };

  async openSql(): Promise<Sql> {
    const { openSql, openSqlOver } = await import('./sql/open-sql.ts');
    if (this.database !== undefined) return openSql(this.folder, this.database);
    const { port1, port2 } = new MessageChannel();
    await this.#parts.thread.ask('connect', port2);
    return openSqlOver(port1);
  }

  async close(): Promise<void> {
    try {
      await this.#journal?.close();
      await this.#pump.now();
    } finally {
      await this.#pump.stop();
      await this.#parts.giveUp();
    }
  }
}
