import { Fault } from '../../kernel/index.ts';
import type { Upstream, UpstreamFailure } from '../../upstream/index.ts';
import { LegacyConversation } from './legacy-conversation.ts';
import type { Told } from './told.ts';

/** Each may be a process of its own, and one client mostly says one thing of itself. */
const mostConversations = 4;

/** A conversation in use. */
export interface Lease {
  readonly conversation: LegacyConversation;
  /** Runs once if the conversation is lost while it is leased. */
  onLost(handler: (failure: UpstreamFailure) => void): void;
  release(): void;
}

interface Entry {
  /** The capabilities that the server was told of. */
  readonly client: string;
  /** What it was told last of the log; `undefined`: nothing ever. */
  level: string | undefined;
  ready: Promise<LegacyConversation>;
  leases: number;
  idle: NodeJS.Timeout | undefined;
  readonly lost: Set<(failure: UpstreamFailure) => void>;
}

/**
 * The sessions of one principal with one legacy server, told apart by what the server was told: a request goes where
 * its own capabilities are known, and the log level of a session that is in use is nobody else's to change.
 */
export class ConversationPool {
  readonly #server: Upstream;
  readonly #idleMs: number;
  /** The one that was used last comes last. */
  readonly #entries = new Set<Entry>();
  #closed = false;

  /** @param idleMs a conversation that nobody has used for so long is ended */
  constructor(server: Upstream, idleMs: number) {
    this.#server = server;
    this.#idleMs = idleMs;
  }

  /** @throws Fault when there is none to be had */
  async lease(told: Told): Promise<Lease> {
    if (this.#closed) throw new Fault('upstream_unavailable', 'The conversation with the server was closed.');
    const entry = this.#choose(told);
    entry.leases += 1;
    clearTimeout(entry.idle);
    this.#entries.delete(entry);
    this.#entries.add(entry);
    let released = false;
    const handlers: ((failure: UpstreamFailure) => void)[] = [];
    const release = (): void => {
      if (released) return;
      released = true;
      for (const handler of handlers) entry.lost.delete(handler);
      entry.leases -= 1;
      if (entry.leases === 0) entry.idle = setTimeout(() => void this.#end(entry), this.#idleMs).unref();
    };
    try {
      const conversation = await entry.ready;
      const onLost = (handler: (failure: UpstreamFailure) => void): void => {
        handlers.push(handler);
        entry.lost.add(handler);
      };
      return { conversation, onLost, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  get size(): number {
    return this.#entries.size;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#entries].map((entry) => this.#end(entry)));
  }

  #choose({ capabilities, clientInfo, logLevel }: Told): Entry {
    const client = JSON.stringify(capabilities);
    const alike = [...this.#entries].reverse().filter((entry) => entry.client === client);
    const same = alike.find(({ level }) => logLevel === undefined || level === logLevel);
    if (same !== undefined) return same;
    const free = alike.find(({ leases }) => leases === 0);
    if (free !== undefined) return this.#tellLevel(free, logLevel);
    if (this.#entries.size >= mostConversations) {
      const [longest] = [...this.#entries].filter(({ leases }) => leases === 0);
      if (longest === undefined) {
        throw new Fault('upstream_unavailable', 'Too many conversations of this grant with the server are in use.');
      }
      void this.#end(longest);
    }
    return this.#tellLevel(this.#begin(client, { capabilities, clientInfo, logLevel, takesTasks: false }), logLevel);
  }

  #begin(client: string, told: Told): Entry {
    const upstream = this.#server.open('legacy');
    const entry: Entry = {
      client,
      level: undefined,
      ready: LegacyConversation.begin(upstream, told),
      leases: 0,
      idle: undefined,
      lost: new Set(),
    };
    upstream.onLost((failure) => {
      this.#entries.delete(entry);
      clearTimeout(entry.idle);
      for (const handler of entry.lost) handler(failure);
      // A lost conversation still has to be left: over HTTP its calls and its stream are closed with it.
      void upstream.close();
    });
    entry.ready.catch(() => this.#entries.delete(entry));
    this.#entries.add(entry);
    return entry;
  }

  #tellLevel(entry: Entry, level: string | undefined): Entry {
    if (level === undefined) return entry;
    entry.level = level;
    entry.ready = entry.ready.then(async (conversation) => {
      await conversation.setLevel(level);
      return conversation;
    });
    entry.ready.catch(() => undefined);
    return entry;
  }

  async #end(entry: Entry): Promise<void> {
    this.#entries.delete(entry);
    clearTimeout(entry.idle);
    const conversation = await entry.ready.catch(() => undefined);
    await conversation?.upstream.close();
  }
}
