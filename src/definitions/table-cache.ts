import type { Clock } from '../kernel/index.ts';
import type { ToolTable } from './tool.ts';

/** Reads the whole list from the server; rejects with a `Fault` when no list can be read. */
export type ReadTable = () => Promise<ToolTable>;

interface Entry {
  table: ToolTable | undefined;
  /** Monotonic ms of the last reading that was begun. */
  readAt: number;
  reading: Promise<ToolTable> | undefined;
  /** The server said that its list changed, or its session was replaced. */
  stale: boolean;
}

/** Tables of so many bytes and more are kept only as long as there is room; nearly all servers' are far smaller. */
const heavyBytes = 1024 * 1024;
/** Of the heavy tables of one server: each principal has one, and a server can make each as large as a list may be. */
const mostHeavyBytes = 128 * 1024 * 1024;

/** Policy language, section 3, step 0: a miss re-reads the list at most once a second. */
const rereadAfterMs = 1_000;

/**
 * The live tool tables, one for each server and principal: what a server lists may depend on who asks, and a list must
 * never leak from one grant to another. Reading is single-flight.
 */
export class TableCache {
  readonly #entries = new Map<string, Entry>();
  readonly #clock: Pick<Clock, 'monotonic'>;
  /** Bytes of the heavy tables by server and key, in the order in which they were read. */
  readonly #heavy = new Map<string, Map<string, number>>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /**
   * The table in which `name` is to be found: the one at hand when it has the name, otherwise the list read again,
   * but no more than once a second.
   */
  async containing(key: string, name: string, read: ReadTable): Promise<ToolTable> {
    const entry = this.#entry(key);
    if (entry.table !== undefined && !entry.stale) {
      if (entry.table.tools.has(name)) return entry.table;
      // Only misses are throttled: a list that is known to have changed must not decide one more call.
      if (this.#clock.monotonic() - entry.readAt < rereadAfterMs) return entry.reading ?? entry.table;
    }
    return this.#read(key, entry, read);
  }

  /** The list read now (for a client that lists), unless it is being read already. */
  fresh(key: string, read: ReadTable): Promise<ToolTable> {
    return this.#read(key, this.#entry(key), read);
  }

  /** The table at hand when it has the name and is not stale: the way of nearly every call, with no promise in it. */
  known(key: string, name: string): ToolTable | undefined {
    const entry = this.#entries.get(key);
    return entry?.table !== undefined && !entry.stale && entry.table.tools.has(name) ? entry.table : undefined;
  }

  /** The server announced a change: whatever is at hand is read again before it serves another call. */
  invalidate(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) entry.stale = true;
  }

  /** The same for all principals of a server. */
  invalidateServer(slug: string): void {
    for (const [key, entry] of this.#entries) if (key.startsWith(`${slug}/`)) entry.stale = true;
  }

  /** The grants or servers of these keys are gone, or the servers were replaced: nothing is known of them any more. */
  forget(gone: (key: string) => boolean): void {
    for (const key of this.#entries.keys()) if (gone(key)) this.#drop(key);
  }

  /** How many tables are kept. */
  get size(): number {
    return this.#entries.size;
  }

  #entry(key: string): Entry {
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { table: undefined, readAt: Number.NEGATIVE_INFINITY, reading: undefined, stale: false };
      this.#entries.set(key, entry);
    }
    return entry;
  }

  #read(key: string, entry: Entry, read: ReadTable): Promise<ToolTable> {
    if (entry.reading !== undefined) return entry.reading;
    entry.readAt = this.#clock.monotonic();
    // A change announced while we read is a reason to read once more, so `stale` falls before and not after.
    entry.stale = false;
    entry.reading = read()
      .then(
        (table) => {
          entry.table = table;
          this.#weigh(key, entry);
          return table;
        },
        (error: unknown) => {
          // What cannot be read is not known: the old list must not go on serving calls.
          entry.table = undefined;
          this.#weigh(key, entry);
          throw error;
        },
      )
      .finally(() => {
        entry.reading = undefined;
      });
    return entry.reading;
  }

  /**
   * A heavy table takes its place among its server's. Those of them that were read longest ago are let go of where there
   * is no room, and read again when they are needed: what a server makes others wait for is its own list.
   */
  #weigh(key: string, entry: Entry): void {
    // It was forgotten while it was being read.
    if (this.#entries.get(key) !== entry) return;
    const slug = serverOf(key);
    const ofServer = this.#heavy.get(slug) ?? new Map<string, number>();
    ofServer.delete(key);
    const bytes = entry.table === undefined ? 0 : bytesOf(entry.table);
    if (bytes >= heavyBytes) ofServer.set(key, bytes);
    let sum = 0;
    for (const each of ofServer.values()) sum += each;
    for (const [other, each] of ofServer) {
      if (sum <= mostHeavyBytes) break;
      sum -= each;
      ofServer.delete(other);
      const dropped = this.#entries.get(other);
      if (dropped !== undefined) dropped.table = undefined;
    }
    if (ofServer.size > 0) this.#heavy.set(slug, ofServer);
    else this.#heavy.delete(slug);
  }

  #drop(key: string): void {
    this.#entries.delete(key);
    const slug = serverOf(key);
    const ofServer = this.#heavy.get(slug);
    ofServer?.delete(key);
    if (ofServer?.size === 0) this.#heavy.delete(slug);
  }
}

/** A key is that of a server and of a principal behind a slash, which no slug has. */
function serverOf(key: string): string {
  return key.split('/', 1)[0] ?? key;
}

function bytesOf({ tools }: ToolTable): number {
  let sum = 0;
  for (const { definition } of tools.values()) sum += definition.length;
  return sum;
}
