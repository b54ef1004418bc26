import type { Clock } from '../kernel/index.ts';
import type { Sql } from '../store/index.ts';
import { type ChangeFeed, noFeed } from './change-feed.ts';
import { Sender, type Signal } from './signal.ts';

const pollMs = 1_000;

export interface ConfigVersionOptions {
  readonly sql: Sql;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Absent: changes of other processes are found by looking. */
  readonly feed?: ChangeFeed;
  readonly onError: (error: unknown) => void;
}

/**
 * The number that every change bumps which requests must see. Changes of this process are told at once, those of others
 * when the feed tells of them, or within a second.
 */
export class ConfigVersion {
  readonly #sql: Sql;
  readonly #sender: Sender<number>;
  readonly #onError: (error: unknown) => void;
  #known: number;
  #timer: NodeJS.Timeout | undefined;
  #endFeed: (() => void) | undefined;
  readonly #feed: ChangeFeed;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #read: Sender<number>;

  private constructor({ sql, clock, feed = noFeed, onError }: ConfigVersionOptions, known: number) {
    this.#sql = sql;
    this.#clock = clock;
    this.#feed = feed;
    this.#known = known;
    this.#sender = new Sender(onError);
    this.#read = new Sender(onError);
    this.#onError = onError;
  }

  static async open(options: ConfigVersionOptions): Promise<ConfigVersion> {
    return new ConfigVersion(options, await read(options.sql));
  }

  /** Tells the version that is in the database now. Who listens should read the configuration anew. */
  get changed(): Signal<number> {
    return {
      subscribe: (listener) => {
        this.#begin();
        return this.#sender.subscribe(listener);
      },
    };
  }

  /**
   * Tells after each look into the database that found it, and has told of what it found, when that look began (monotonic
   * ms): what was committed before is known here.
   */
  get looked(): Signal<number> {
    return {
      subscribe: (listener) => {
        this.#begin();
        return this.#read.subscribe(listener);
      },
    };
  }

  /** @returns the new version; it counts when the transaction is committed */
  async bump(tx: Sql): Promise<number> {
    await tx
      .updateTable('config_version')
      .set((x) => ({ version: x('version', '+', 1) }))
      .execute();
    return read(tx);
  }

  /** A version was committed here. */
  committed(version: number): void {
    this.#feed.announce();
    this.#found(version);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#endFeed?.();
  }

  #begin(): void {
    this.#timer ??= setInterval(() => void this.#poll(), pollMs).unref();
    this.#endFeed ??= this.#feed.subscribe(() => void this.#poll());
  }

  #found(version: number): void {
    if (version <= this.#known) return;
    this.#known = version;
    this.#sender.send(version);
  }

  async #poll(): Promise<void> {
    const began = this.#clock.monotonic();
    try {
      if (!this.#sender.heard && !this.#read.heard) return;
      this.#found(await read(this.#sql));
      this.#read.send(began);
    } catch (error) {
      this.#onError(error);
    }
  }
}

async function read(sql: Sql): Promise<number> {
  const row = await sql.selectFrom('config_version').select('version').executeTakeFirst();
  if (row === undefined) throw new Error('the database has no configuration version');
  return row.version;
}
