import pg from 'pg';
import { ask } from './connection.ts';
import { connectionConfig } from './database-url.ts';
import { newPool } from './new-pool.ts';

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

/** How long is waited before the connection is tried again, in ms: twice as long each time, up to the last. */
const pauses = [100, 200, 400, 800, 1_600, 3_000] as const;

/** A connection that is dead without a word is found by asking, this often, in ms. */
const probeMs = 5_000;

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

class PostgresNotifier implements Notifier {
  readonly connected: Promise<void>;
  readonly #url: string;
  readonly #onHealth: (healthy: boolean, cause?: unknown) => void;
  readonly #pool: pg.Pool;
  readonly #listeners = new Map<string, Set<(payload: string | undefined) => void>>();
  readonly #probe: NodeJS.Timeout;
  #client: pg.Client | undefined;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;
  #closed = false;

  constructor(url: string, onHealth: (healthy: boolean, cause?: unknown) => void) {
    this.#url = url;
    this.#onHealth = onHealth;
    this.#pool = newPool(url, 1);
    this.connected = this.#connect();
    this.#probe = setInterval(() => void this.#ask(), probeMs).unref();
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
    if (of.size === 1) this.#client?.query(`LISTEN ${channel}`).catch(() => undefined);
    return () => {
      of.delete(listener);
      if (of.size === 0) this.#client?.query(`UNLISTEN ${channel}`).catch(() => undefined);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#probe);
    clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = undefined;
    await Promise.allSettled([client?.end(), this.#pool.end()]);
  }

  async #connect(): Promise<void> {
    const client = new pg.Client(connectionConfig(this.#url));
    client.on('error', (error) => this.#lost(client, error));
    client.on('end', () => this.#lost(client, new Error('the connection was closed')));
    client.on('notification', ({ channel, payload = '' }) => this.#tell(channel, payload));
    this.#client = client;
    try {
      await client.connect();
      for (const [channel, of] of this.#listeners) if (of.size > 0) await client.query(`LISTEN ${channel}`);
    } catch (error) {
      this.#lost(client, error);
      return;
    }
    if (this.#client !== client) return;
    if (this.#failures > 0) {
      this.#onHealth(true);
      for (const channel of this.#listeners.keys()) this.#tell(channel, undefined);
    }
    this.#failures = 0;
  }

  async #ask(): Promise<void> {
    const client = this.#client;
    if (client === undefined || this.#failures > 0) return;
    const late = setTimeout(() => this.#lost(client, new Error('the server does not answer')), probeMs).unref();
    await client.query('SELECT 1').catch((error: unknown) => this.#lost(client, error));
    clearTimeout(late);
  }

  #lost(client: pg.Client, cause: unknown): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = undefined;
    client.end().catch(() => undefined);
    if (this.#failures === 0) this.#onHealth(false, cause);
    const pause = pauses[Math.min(this.#failures, pauses.length - 1)];
    this.#failures += 1;
    this.#retry = setTimeout(() => void this.#connect(), pause).unref();
  }

  #tell(channel: string, payload: string | undefined): void {
    for (const listener of this.#listeners.get(channel) ?? []) listener(payload);
  }
}
