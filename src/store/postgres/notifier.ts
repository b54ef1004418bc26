import type pg from 'pg';
import { ask } from './connection.ts';
import { connectionConfig } from './database-url.ts';
import { newPool } from './new-pool.ts';
import { WatchedClient } from './watched-client.ts';

/**
 * Notices between processes, at most once and never relied on: who was not connected has missed them, so whatever they
 * are about is polled for, too. A channel's name is made of letters, digits and underscores; a payload has at most 7,999
 * bytes.
 */
export interface Notifier {
  /** Sends one notice for each payload, in their order. @throws SqlError when they cannot be sent */
  publish(channel: string, ...payloads: readonly string[]): Promise<void>;
  /**
   * @param listener told of each notice, those of this process included; and with `undefined` when some may have been
   *   missed, because the connection was lost and is there again
   * @returns what ends it
   */
  subscribe(channel: string, listener: (payload: string | undefined) => void): () => void;
  close(): Promise<void>;
}

/** How often is looked whether the connection is there, and a new one begun while it is not, in ms. */
const lookMs = 1_000;
/** After so many looks without an answer the connection is lost, however it stands. */
const mostLooks = 5;
/** A connection that was closed is mostly there again at once. */
const againMs = 100;

/**
 * Listens over a connection of its own, which is made anew when it is lost. It has to be one to the server itself: a pooler
 * that hands connections out by transaction passes no notices on.
 *
 * @param onHealth told when notices cannot be heard, and when they can again
 */
export async function openNotifier(
  url: string,
  onHealth: (healthy: boolean, cause?: unknown) => void,
): Promise<Notifier> {
  const notifier = new PostgresNotifier(url, onHealth);
  await notifier.connected;
  return notifier;
}

/**
 * A connection that is dead without a word is found by asking, and a server that could not hear who wants a new one answers
 * him never, also once it is there again. So at each look without an answer somebody new tries, beside the one who has tried
 * longest: a server that is slow answers the first. Who is answered first listens from then on.
 */
class PostgresNotifier implements Notifier {
  readonly connected: Promise<void>;
  readonly #url: string;
  readonly #onHealth: (healthy: boolean, cause?: unknown) => void;
  readonly #pool: pg.Pool;
  readonly #listeners = new Map<string, Set<(payload: string | undefined) => void>>();
  readonly #looking: NodeJS.Timeout;
  #client: WatchedClient | undefined;
  /** Those that are being made, the one that was begun first before the others. */
  readonly #trying: WatchedClient[] = [];
  /** Looks since the server was asked over the connection, and has not answered; a process that stands still looks at nothing. */
  #looks = 0;
  #again: NodeJS.Timeout | undefined;
  #healthy = true;
  #hasListened = false;
  #closed = false;

  constructor(url: string, onHealth: (healthy: boolean, cause?: unknown) => void) {
    this.#url = url;
    this.#onHealth = onHealth;
    this.#pool = newPool(url, 1);
    this.connected = this.#try();
    this.#looking = setInterval(() => this.#look(), lookMs).unref();
  }

  async publish(channel: string, ...payloads: readonly string[]): Promise<void> {
    const all =
      'SELECT pg_notify($1, payload) FROM unnest($2::text[]) WITH ORDINALITY AS p (payload, place) ORDER BY place';
    await ask(this.#pool, all, [channel, payloads]);
  }

  subscribe(channel: string, listener: (payload: string | undefined) => void): () => void {
    if (!/^[a-z0-9_]{1,60}$/.test(channel)) throw new TypeError(`${channel} is no name of a channel`);
    const of = this.#listeners.get(channel) ?? new Set();
    this.#listeners.set(channel, of);
    of.add(listener);
    if (of.size === 1) this.#tellAll(`LISTEN ${channel}`);
    return () => {
      of.delete(listener);
      if (of.size === 0) this.#tellAll(`UNLISTEN ${channel}`);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#looking);
    clearTimeout(this.#again);
    for (const client of this.#trying.splice(0)) client.cut('nobody listens any more');
    const client = this.#client;
    this.#client = undefined;
    await Promise.allSettled([client?.end(), this.#pool.end()]);
  }

  /** Also those that are being made: what they are told meanwhile they do once they are. */
  #tellAll(statement: string): void {
    const all: readonly (pg.Client | undefined)[] = [this.#client, ...this.#trying];
    for (const client of all) client?.query(statement).catch(() => undefined);
  }

  #look(): void {
    const client = this.#client;
    if (client === undefined || this.#looks > 0) void this.#try();
    if (client === undefined) return;
    this.#looks += 1;
    if (this.#looks > mostLooks) this.#lost(client, new Error('the server does not answer'));
    else if (this.#looks === 1) void this.#ask(client);
  }

  async #ask(client: WatchedClient): Promise<void> {
    const made: pg.Client = client;
    try {
      await made.query('SELECT 1');
    } catch (error) {
      this.#lost(client, error);
    }
    if (this.#client !== client) return;
    this.#looks = 0;
    this.#leave(this.#trying.splice(0));
  }

  async #try(): Promise<void> {
    this.#leave(this.#trying.splice(1));
    const client = new WatchedClient(connectionConfig(this.#url));
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('the connection was closed')));
    client.on('notification', ({ channel, payload = '' }) => {
      if (this.#client === client) this.#tell(channel, payload);
    });
    this.#trying.push(client);
    const made: pg.Client = client;
    try {
      await made.connect();
      for (const [channel, of] of this.#listeners) if (of.size > 0) await made.query(`LISTEN ${channel}`);
    } catch (error) {
      this.#lost(client, error);
      client.cut('it could not be made');
      return;
    }
    if (!this.#trying.includes(client)) return;
    this.#leave(this.#trying.splice(0).filter((other) => other !== client));
    this.#client?.cut('another one listens');
    this.#client = client;
    this.#looks = 0;
    if (!this.#healthy) this.#onHealth(true);
    this.#healthy = true;
    if (this.#hasListened) for (const channel of this.#listeners.keys()) this.#tell(channel, undefined);
    this.#hasListened = true;
  }

  /** Of one that was let go of nothing is told. */
  #lost(client: WatchedClient, cause: unknown): void {
    const place = this.#trying.indexOf(client);
    if (place >= 0) this.#trying.splice(place, 1);
    else if (this.#client !== client) return;
    if (this.#closed) return;
    if (this.#client === client) {
      this.#client = undefined;
      this.#looks = 0;
      client.cut('it is lost');
      this.#again = setTimeout(() => void this.#try(), againMs).unref();
    }
    if (this.#client !== undefined || !this.#healthy) return;
    this.#healthy = false;
    this.#onHealth(false, cause);
  }

  #leave(clients: readonly WatchedClient[]): void {
    for (const client of clients) client.cut('another one has been answered');
  }

  #tell(channel: string, payload: string | undefined): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(payload);
  }
}
