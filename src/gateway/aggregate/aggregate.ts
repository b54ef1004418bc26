import { Fault } from '../../kernel/index.ts';
import { negotiate, type Revision, writeNotification } from '../../protocol/index.ts';
import type { Upstream } from '../../upstream/index.ts';
import type { Held } from '../admission.ts';
import type { Caller } from '../caller.ts';
import { ClientEnd } from '../client-end.ts';
import type { Ports } from '../ports.ts';
import { newSession } from '../sessions/new-session.ts';
import type { Said } from '../sessions/said.ts';
import { closeSession, type Session } from '../sessions/session.ts';
import type { Parts } from './reach.ts';

/**
 * A client's session with all servers of its grant: one id and one end towards the client, and behind it a session
 * with each server, opened when it is first needed.
 */
export class Aggregate implements Parts {
  readonly id: string;
  readonly digest: string;
  readonly grantId: string;
  readonly revision: Revision;
  readonly end = new ClientEnd(false);
  /** Monotonic ms. */
  lastUsed: number;
  readonly #holds: Held[] = ['sessions'];
  readonly #parts = new Map<string, Session>();
  readonly #said: Said;
  readonly #ports: Ports;
  readonly #hold: (holds: readonly Held[]) => Promise<Held | undefined>;
  #confirmed = false;
  #closed = false;

  /** @param hold makes room for what a part holds. @returns what is over its cap all the same */
  constructor(
    about: Pick<Aggregate, 'id' | 'digest' | 'grantId'>,
    said: Said,
    hold: (holds: readonly Held[]) => Promise<Held | undefined>,
    ports: Ports,
  ) {
    this.id = about.id;
    this.digest = about.digest;
    this.grantId = about.grantId;
    this.revision = negotiate(said.protocolVersion);
    this.lastUsed = ports.clock.monotonic();
    this.#said = said;
    this.#hold = hold;
    this.#ports = ports;
  }

  get holds(): readonly Held[] {
    return this.#holds;
  }

  /** The sessions that are open so far. */
  get opened(): Iterable<Session> {
    return this.#parts.values();
  }

  part(caller: Caller): Session | Promise<Session> {
    const { config, upstream } = caller.access.server;
    const known = this.#parts.get(config.slug);
    if (known?.connection.isTo(upstream) === true) return known;
    const holds: readonly Held[] = config.transport === 'stdio' && !config.shared ? ['processes'] : [];
    return this.#open(caller, holds);
  }

  async #open(caller: Caller, holds: readonly Held[]): Promise<Session> {
    const { slug } = caller.access.server.config;
    const over = await this.#hold(holds);
    if (over !== undefined) throw new Fault('overloaded', `Too many ${over} of this grant are open.`);
    const opened = this.#parts.get(slug);
    if (opened !== undefined || this.#closed) {
      for (const held of holds) this.#ports.admission.release(this.grantId, held);
      if (opened === undefined) throw new Fault('upstream_unavailable', 'The session has ended.');
      return opened;
    }
    const part = newSession(
      this.#said,
      caller,
      { id: this.id, digest: this.digest, end: this.end, holds },
      this.#ports,
    );
    this.#holds.push(...holds);
    this.#parts.set(slug, part);
    if (this.#confirmed) await part.connection.confirm();
    return part;
  }

  late(): void {
    this.end.tellOnceOpen(listChanged);
  }

  /** The client has confirmed the handshake: so it has with every server, opened yet or not. */
  async confirm(): Promise<void> {
    this.#confirmed = true;
    await Promise.all([...this.#parts.values()].map(({ connection }) => connection.confirm()));
  }

  /** Lets go of the session on an upstream that was replaced. @returns what ends it */
  detach(upstream: Upstream): (() => Promise<void>)[] {
    return [...this.#parts].flatMap(([slug, part]) => {
      if (!part.connection.isTo(upstream)) return [];
      this.#forget(slug, part);
      return [() => part.connection.close('left')];
    });
  }

  #forget(slug: string, { holds }: Session): void {
    this.#parts.delete(slug);
    for (const held of holds) {
      this.#holds.splice(this.#holds.indexOf(held), 1);
      this.#ports.admission.release(this.grantId, held);
    }
  }

  /** Leaves the servers of which `stays` is not true; what the client has under way elsewhere goes on. */
  async leave(stays: (slug: string) => boolean): Promise<void> {
    const left = [...this.#parts].filter(([slug]) => !stays(slug));
    for (const [slug, part] of left) this.#forget(slug, part);
    await Promise.all(left.map(([, { connection }]) => connection.close()));
  }

  async close(reason: string, how: 'ended' | 'left' = 'ended'): Promise<void> {
    this.#closed = true;
    this.end.close(reason);
    await Promise.all([...this.#parts.values()].map((part) => closeSession(part, reason, how)));
  }
}

const listChanged = writeNotification('notifications/tools/list_changed');
