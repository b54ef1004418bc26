import { type Mailbox, memoryMailbox, openFor } from '../../bridge/index.ts';
import { type Clock, Fault } from '../../kernel/index.ts';
import { type ResultMessage, stringAt } from '../../protocol/index.ts';
import {
  askUpstream,
  confirmInitialized,
  type Era,
  type Hello,
  type Listener,
  RestartDelay,
  type Resumption,
  shakeHands,
  type Upstream,
  type UpstreamSession,
} from '../../upstream/index.ts';
import type { DeclaredClient } from './declared-client.ts';
import { discoverServer } from './discover.ts';

/** A live conversation with the server, and what the server said of itself when it began. */
export interface Live {
  readonly upstream: UpstreamSession;
  /** `undefined` where a session was taken up that the server held already: nobody was greeted. */
  readonly welcome: ResultMessage | undefined;
}

/**
 * The upstream half of a session. It is opened by the client's handshake; when the server is lost it is opened again,
 * with the same handshake, at the next request that needs it: a crashed process costs the calls that were under way,
 * not the session.
 */
export class UpstreamConnection {
  readonly #server: Upstream;
  readonly #client: Hello | DeclaredClient;
  readonly #clock: Pick<Clock, 'monotonic' | 'now'>;
  /** An agent that keeps killing its own server waits for it, and nobody else does. */
  readonly #restarts: RestartDelay;
  readonly #mailbox: Mailbox | undefined;
  readonly #hear: (upstream: UpstreamSession) => Pick<Listener, 'notification' | 'request'>;
  #live: Live | undefined;
  /** The conversation whose handshake is under way. */
  #greeting: UpstreamSession | undefined;
  #opening: Promise<Live> | undefined;
  #resume: Resumption | undefined;
  #protocolVersion: string;
  /** The client has confirmed the handshake: from then on the server may speak unasked. */
  #confirmed = false;
  #closed = false;

  /**
   * @param client what the client said of itself at `initialize`, or says with each request of the stateless revision
   * @param hear makes the ear for what the server says outside any request
   * @param resume a session that the server is thought to hold
   * @param mailbox reaches whoever holds a call of the stateless revision; that of all replicas, where there are several.
   *   Without one a call is continued where it is held
   */
  constructor(
    server: Upstream,
    client: Hello | DeclaredClient,
    hear: (upstream: UpstreamSession) => Pick<Listener, 'notification' | 'request'>,
    clock: Pick<Clock, 'monotonic' | 'now'>,
    mailbox?: Mailbox,
    resume?: Resumption,
  ) {
    this.#resume = resume;
    this.#clock = clock;
    this.#mailbox = mailbox;
    this.#restarts = new RestartDelay(clock);
    this.#server = server;
    this.#client = client;
    this.#hear = hear;
    this.#protocolVersion = 'protocolVersion' in client ? client.protocolVersion : '';
  }

  /** The conversation at hand, if there is one: the way of nearly every call, with no promise in it. */
  get current(): UpstreamSession | undefined {
    return this.#live?.upstream;
  }

  /** What the server said of itself; `undefined` where nobody asked, or nobody is there. */
  get welcome(): ResultMessage | undefined {
    return this.#live?.welcome;
  }

  /** The revision that was agreed with the server; empty in the stateless one, where each message says its own. */
  get protocolVersion(): string {
    return this.#protocolVersion;
  }

  /** How the server's end can be taken up by another process, where it can be. */
  get resumption(): Resumption | undefined {
    const sessionId = this.#live?.upstream.sessionId;
    if (sessionId === undefined) return undefined;
    return { sessionId, protocolVersion: this.#protocolVersion, at: this.#server.at };
  }

  /** Whether this is the way to that very server: one that was replaced by a reload is another. */
  isTo(server: Upstream): boolean {
    return this.#server === server;
  }

  /** The conversation, opened if need be. Rejects with a `Fault` when the server cannot be had. */
  async open(): Promise<Live> {
    if (this.#live !== undefined) return this.#live;
    if (this.#closed) throw new Fault('upstream_unavailable', 'The session has ended.');
    this.#opening ??= this.#begin().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** What the server said of itself when it was greeted. Rejects with a `Fault` when it cannot be had. */
  async greeting(): Promise<ResultMessage> {
    const { welcome } = await this.open();
    if (welcome === undefined) throw new Fault('upstream_unavailable', 'The server was not asked what it is.');
    return welcome;
  }

  /** The client has confirmed the handshake, so the server is told and may speak. */
  async confirm(): Promise<void> {
    if (this.#confirmed) return;
    this.#confirmed = true;
    if (this.#live !== undefined) await this.#confirm(this.#live.upstream);
  }

  /** @param how `left`: the server keeps what can be taken up again */
  async close(how: 'ended' | 'left' = 'ended'): Promise<void> {
    this.#closed = true;
    // A server that does not answer its handshake must not keep anybody waiting for the end.
    await this.#greeting?.close();
    const live = this.#live ?? (await this.#opening?.catch(() => undefined));
    this.#live = undefined;
    await live?.upstream.close(how);
  }

  async #begin(): Promise<Live> {
    const wait = this.#restarts.wait();
    if (wait > 0) {
      const again = `it may be started again in ${Math.ceil(wait / 1000)} s.`;
      throw new Fault('upstream_unavailable', `The server keeps ending; ${again}`);
    }
    const client: Era = 'protocolVersion' in this.#client ? 'legacy' : 'modern';
    const takenUp = await this.#takeUp();
    if (takenUp !== undefined) return takenUp;
    const spoken = await this.#server.era(client);
    try {
      return await this.#beginIn(client, spoken);
    } catch (error) {
      // Nothing else than its own refusal says that a server does not speak what it was thought to speak.
      if (!(error instanceof Fault) || error.code !== 'upstream_invalid') throw error;
      this.#server.misjudged(spoken);
      const other = await this.#server.era(client);
      if (other === spoken) throw error;
      return await this.#beginIn(client, other);
    }
  }

  async #beginIn(client: Era, spoken: Era): Promise<Live> {
    const upstream = await openFor(this.#server, client, spoken, {
      mailbox: this.#mailbox ?? memoryMailbox(),
      clock: this.#clock,
    });
    this.#greeting = upstream;
    this.#attend(upstream);
    try {
      const welcome = await this.#greet(upstream);
      this.#protocolVersion = stringAt(welcome.bytes, welcome.members.get('protocolVersion')) ?? this.#protocolVersion;
      const live: Live = { upstream, welcome };
      this.#live = live;
      if (this.#confirmed) await this.#confirm(upstream);
      return live;
    } catch (error) {
      this.#live = undefined;
      await upstream.close();
      throw error;
    } finally {
      this.#greeting = undefined;
    }
  }

  /**
   * Goes on with a session that the server holds from before, if it does hold it: whatever answers a ping does. If not,
   * the handshake is made again, and the client need not know. A server at another address is another server.
   */
  async #takeUp(): Promise<Live | undefined> {
    const resume = this.#resume;
    this.#resume = undefined;
    if (resume === undefined || resume.at !== this.#server.at) return undefined;
    const upstream = this.#server.open('legacy', resume);
    this.#attend(upstream);
    try {
      await askUpstream(upstream, 'ping', undefined, { protocolVersion: resume.protocolVersion });
    } catch {
      await upstream.close('left');
      return undefined;
    }
    this.#protocolVersion = resume.protocolVersion;
    this.#live = { upstream, welcome: undefined };
    upstream.listen();
    return this.#live;
  }

  #attend(upstream: UpstreamSession): void {
    const begun = this.#clock.monotonic();
    upstream.unattributed(this.#hear(upstream));
    upstream.onLost(() => {
      if (this.#live?.upstream !== upstream) return;
      this.#live = undefined;
      this.#restarts.crashed(this.#clock.monotonic() - begun);
    });
  }

  #greet(upstream: UpstreamSession): Promise<ResultMessage> {
    return 'protocolVersion' in this.#client
      ? shakeHands(upstream, this.#client)
      : discoverServer(upstream, this.#client.meta);
  }

  async #confirm(upstream: UpstreamSession): Promise<void> {
    if (!('protocolVersion' in this.#client)) return;
    await confirmInitialized(upstream, this.#protocolVersion);
    upstream.listen();
  }
}
