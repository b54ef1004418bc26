import type { JsonObject, Revision, RpcId } from '../protocol/index.ts';
import type { UpstreamSession } from '../upstream/index.ts';
import type { Held } from './admission.ts';
import type { Connection } from './connection.ts';
import { UnderWay } from './under-way.ts';

/** A request of the server's that was passed to the client and waits for its answer. */
export interface Asked {
  /** The id that the server gave it, and the conversation on which the answer belongs. */
  readonly upstreamId: RpcId;
  readonly upstream: UpstreamSession;
}

/** The stream on which messages reach the client that belong to no request of its own. */
export interface ServerStream {
  /** @returns `false` when the client is gone */
  send(bytes: Buffer): boolean;
  close(): void;
}

/**
 * One conversation with a client, bound to one grant and one server. For the stateless revision it stands for the
 * grant and has no id; requests there are told apart by their exchange, not by their id.
 */
export class Session {
  /** The secret that the client shows; `undefined` where the transport or revision has none. */
  readonly id: string | undefined;
  /** How records know the session. */
  readonly digest: string | undefined;
  readonly grantId: string;
  readonly slug: string;
  readonly revision: Revision;
  /** As the client says of itself. Goes into the record, decides nothing. */
  readonly client: { readonly name: string; readonly version: string } | undefined;
  /** What the client declared, less what the policy does not let the server ask. */
  readonly capabilities: JsonObject;
  readonly connection: Connection;
  /** What it counts for in its grant's caps as long as it is open. */
  readonly holds: readonly Held[];
  stream: ServerStream | undefined;
  /** Monotonic ms; idle sessions are ended. */
  lastUsed: number;

  readonly #underWay = new Map<string, UnderWay>();
  readonly #asked = new Map<string, Asked>();
  #nextAsk = 1;

  constructor(
    about: Pick<
      Session,
      | 'id'
      | 'digest'
      | 'grantId'
      | 'slug'
      | 'revision'
      | 'client'
      | 'capabilities'
      | 'holds'
      | 'connection'
      | 'lastUsed'
    >,
  ) {
    this.id = about.id;
    this.digest = about.digest;
    this.grantId = about.grantId;
    this.slug = about.slug;
    this.revision = about.revision;
    this.client = about.client;
    this.capabilities = about.capabilities;
    this.holds = about.holds;
    this.connection = about.connection;
    this.lastUsed = about.lastUsed;
  }

  /**
   * @returns the request's place, or `undefined` when one with this id is already under way (in the stateless
   *   revision ids belong to their exchange and never clash)
   */
  begin(id: RpcId): UnderWay | undefined {
    const underWay = new UnderWay();
    if (this.revision.stateless) return underWay;
    if (this.#underWay.has(id.key)) return undefined;
    this.#underWay.set(id.key, underWay);
    return underWay;
  }

  finish(id: RpcId, underWay: UnderWay): void {
    if (this.#underWay.get(id.key) === underWay) this.#underWay.delete(id.key);
  }

  /** Nobody is there to miss it: no stream is open and no request under way. */
  get idle(): boolean {
    return this.stream === undefined && this.#underWay.size === 0;
  }

  /** The client cancels one of its requests; one that is unknown or has ended is ignored, as the protocol says. */
  cancel(idKey: string, reason: string | undefined): void {
    this.#underWay.get(idKey)?.cancel(reason);
  }

  /** @returns the id under which the client is asked; ours, so that two servers' ids can never meet */
  ask(asked: Asked): number {
    const id = this.#nextAsk++;
    this.#asked.set(`n:${id}`, asked);
    return id;
  }

  /** @returns what the client's answer with this id belongs to; each is answered once */
  answered(idKey: string): Asked | undefined {
    const asked = this.#asked.get(idKey);
    this.#asked.delete(idKey);
    return asked;
  }

  /** Ends everything: requests under way are cancelled upstream, the stream closes, the upstream session is left. */
  async close(reason: string): Promise<void> {
    for (const underWay of this.#underWay.values()) underWay.cancel(reason);
    this.#underWay.clear();
    this.#asked.clear();
    this.stream?.close();
    this.stream = undefined;
    await this.connection.close();
  }
}
