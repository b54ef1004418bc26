import type { Clock } from '../kernel/index.ts';
import type { Sql } from '../store/index.ts';
import { type ChangeFeed, noFeed } from './change-feed.ts';
import type { Link } from './event-chain.ts';
import { Sender, type Signal } from './signal.ts';
import { readStand, type Stand, stillHas } from './stand.ts';

const pollMs = 1_000;

export interface ConfigVersionOptions {
  readonly sql: Sql;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** Absent: changes of other processes are found by looking. */
  readonly feed?: ChangeFeed;
  /** Name of the control plane's chain, by which it is known whether the database is still the one that it was. */
  readonly chain: string;
  /** What was seen in the database before this process began. */
  readonly seen?: Stand | undefined;
  readonly onError: (error: unknown) => void;
}

/**
 * The number that every change bumps which requests must see. Changes of this process are told at once, those of others
 * when the feed tells of them, or within a second.
 *
 * A database may be set back under a gateway: a dump is restored, or a standby takes over that had not all of it. Then
 * numbers begin again lower, and what is known here may never have happened there.
 */
export class ConfigVersion {
  readonly #sql: Sql;
  readonly #sender: Sender<number>;
  readonly #onError: (error: unknown) => void;
  #known: number;
  /** What the last look saw. */
  #stand: Stand;
  #setBacks: readonly Stand[] = [];
  #timer: NodeJS.Timeout | undefined;
  #endFeed: (() => void) | undefined;
  readonly #feed: ChangeFeed;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #read: Sender<number>;

  private constructor({ sql, clock, feed = noFeed, onError }: ConfigVersionOptions, stand: Stand) {
    this.#sql = sql;
    this.#clock = clock;
    this.#feed = feed;
    this.#known = stand.version;
    this.#stand = stand;
    this.#sender = new Sender(onError);
    this.#read = new Sender(onError);
    this.#onError = onError;
  }

  static async open(options: ConfigVersionOptions): Promise<ConfigVersion> {
    const { sql, chain, seen } = options;
    const made = new ConfigVersion(options, await readStand(sql, chain));
    if (seen !== undefined && !(await stillHas(sql, seen, await readStand(sql, seen.chain)))) made.#setBacks = [seen];
    return made;
  }

  /** What the last look into the database saw. */
  get stand(): Stand {
    return this.#stand;
  }

  /** What was known of the database each time when it was found set back. Longer than before: nothing read from it holds. */
  get setBacks(): readonly Stand[] {
    return this.#setBacks;
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

  /** Something was committed here that others should see. @param version the new one, where it bumped it */
  committed(version = this.#known): void {
    this.#feed.announce();
    this.#found(version);
  }

  /**
   * Events were committed here. What follows on what was seen counts as seen, since the database may be set back before the next
   * look. What follows on something else may stand in the place of what is lost: that is looked at.
   *
   * @param version of the configuration, with them
   */
  appended({ after, ...link }: Link, version = this.#known): void {
    const { chain, seq, mac } = this.#stand;
    if (after.seq === seq && (seq === 0 || after.mac === mac)) this.#stand = { ...link, chain, version };
    else void this.#poll();
  }

  /** Whether the database still has what was seen in it, as a transaction sees it. */
  async holds(tx: Sql): Promise<boolean> {
    const seen = this.#stand;
    return stillHas(tx, seen, await readStand(tx, seen.chain));
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
    const [seen, version, setBacks] = [this.#stand, this.#known, this.#setBacks];
    try {
      if (!this.#sender.heard && !this.#read.heard) return;
      const now = await readStand(this.#sql, seen.chain);
      const has = await stillHas(this.#sql, { ...seen, version }, now);
      // Compared was what was seen then: what was seen meanwhile is compared by the next look.
      if (this.#stand === seen) {
        if (has) this.#saw(now);
        else this.#wasSetBack(seen, now);
      }
      // What was read before somebody found that it is lost would have what comes instead pass for known.
      if (has && this.#setBacks === setBacks) this.#found(now.version);
      this.#read.send(began);
    } catch (error) {
      this.#onError(error);
    }
  }

  #saw(now: Stand): void {
    if (now.seq > this.#stand.seq || now.version > this.#stand.version) this.#stand = now;
  }

  #wasSetBack(seen: Stand, now: Stand): void {
    this.#setBacks = [...this.#setBacks, seen];
    this.#stand = now;
    this.#known = now.version;
    this.#sender.send(now.version);
  }
}

async function read(sql: Sql): Promise<number> {
  const row = await sql.selectFrom('config_version').select('version').executeTakeFirst();
  if (row === undefined) throw new Error('the database has no configuration version');
  return row.version;
}
