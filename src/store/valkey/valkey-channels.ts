import type { Channels } from '../channels/index.ts';
import type { ValkeyConnection } from './connect-valkey.ts';
import { Link } from './link.ts';

export interface ValkeyChannelsOptions {
  connect(): Promise<ValkeyConnection>;
  /** What all channels begin with. The numbered databases of a server share its channels, so the database is in it. */
  readonly prefix: string;
  /** For the operator: the way to the other gateways is lost, or there again. */
  readonly log: (event: 'up' | 'down', cause?: unknown) => void;
  /** How often to look whether what is said is heard, in ms; 1,000 when absent. */
  readonly beatMs?: number;
}

type Take = (bytes: Buffer) => void;

/** Valkey's channels. Whether all is heard is tried out: a gateway that does not hear itself any more listens anew. */
export class ValkeyChannels implements Channels {
  readonly #options: ValkeyChannelsOptions;
  readonly #listeners = new Map<string, Set<Take>>();
  readonly #own: string;
  #says: Link | undefined;
  #hears: Link | undefined;
  #heart: NodeJS.Timeout | undefined;
  #heard = true;

  private constructor(options: ValkeyChannelsOptions, own: string) {
    this.#options = options;
    this.#own = own;
  }

  /**
   * @param own the name of this gateway's own channel, which no other has
   * @throws when the server cannot be reached
   */
  static async open(options: ValkeyChannelsOptions, own: string): Promise<ValkeyChannels> {
    const channels = new ValkeyChannels(options, own);
    await channels.#open();
    return channels;
  }

  /** @returns ends it */
  listen(channel: string, take: Take): () => void {
    const of = this.#listeners.get(channel) ?? new Set();
    of.add(take);
    if (!this.#listeners.has(channel)) {
      this.#listeners.set(channel, of);
      // Should it fail, the connection has ended, and the next one listens on all of them.
      const { connection } = this.#hears ?? {};
      connection?.redis.subscribe(this.#name(channel)).catch((error: unknown) => connection.end(error));
    }
    return () => {
      of.delete(take);
      if (of.size > 0 || this.#listeners.get(channel) !== of) return;
      this.#listeners.delete(channel);
      this.#hears?.connection?.redis.unsubscribe(this.#name(channel)).catch(() => undefined);
    };
  }

  /**
   * @returns how many gateways the server has handed it to
   * @throws Fault `store_unavailable`
   */
  async say(channel: string, bytes: Buffer): Promise<number> {
    return Number(await this.#says?.call('PUBLISH', this.#name(channel), bytes));
  }

  close(): void {
    clearInterval(this.#heart);
    this.#says?.close();
    this.#hears?.close();
  }

  async #open(): Promise<void> {
    const { connect, log, beatMs = 1_000 } = this.#options;
    this.#says = await Link.open({ connect, greet: async () => undefined, changed: () => undefined });
    this.#hears = await Link.open({ connect, greet: (connection) => this.#hear(connection), changed: log });
    this.listen(this.#own, () => {
      this.#heard = true;
    });
    this.#heart = setInterval(() => this.#beat(), beatMs).unref();
  }

  async #hear(connection: ValkeyConnection): Promise<void> {
    const { redis } = connection;
    redis.on('messageBuffer', (name: Buffer, bytes: Buffer) => {
      const channel = name.toString('latin1').slice(this.#options.prefix.length);
      for (const take of this.#listeners.get(channel) ?? []) take(bytes);
    });
    const names = [...this.#listeners.keys()].map((channel) => this.#name(channel));
    if (names.length > 0) await redis.subscribe(...names);
    this.#heard = true;
  }

  #beat(): void {
    const { connection } = this.#hears ?? {};
    if (connection !== undefined && !this.#heard) connection.end(new Error('what is said is not heard'));
    this.#heard = false;
    this.say(this.#own, nothing).catch(() => undefined);
  }

  #name(channel: string): string {
    return `${this.#options.prefix}${channel}`;
  }
}

const nothing = Buffer.alloc(0);
