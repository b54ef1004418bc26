import { hash } from 'node:crypto';
import type { Clock } from '../../kernel/index.ts';
import { writeNotification } from '../../protocol/index.ts';
import type { ChangedLists, Grant, Snapshot } from '../../snapshot/index.ts';
import type { Upstream } from '../../upstream/index.ts';
import type { Admission, Held } from '../admission.ts';
import { Aggregate } from '../aggregate/aggregate.ts';
import { type EndedSessions, forgotten } from './ended-sessions.ts';
import { hearFromReplicas } from './hear-from-replicas.ts';
import { alone, type Replicas } from './replicas.ts';
import { closeSession, type Session } from './session.ts';
import { sessionLifetimeMs } from './session-seal.ts';

/** A legacy session that nobody uses ends after this long, and its upstream session or process with it. */
const idleMs = 30 * 60_000;

const changedNotifications = {
  tools: writeNotification('notifications/tools/list_changed'),
  prompts: writeNotification('notifications/prompts/list_changed'),
  resources: writeNotification('notifications/resources/list_changed'),
};

/** Sessions that their clients have ended and of which this process knows so without asking. */
const mostEnded = 100_000;

/** How records know a session: enough to tell sessions apart, and no way back to the id that opens one. */
export function sessionDigest(id: string): string {
  return hash('sha256', id, 'hex').slice(0, 32);
}

/** The legacy sessions of clients, by the secret they show. */
export class Sessions {
  readonly #byId = new Map<string, Session | Aggregate>();
  /** Digests, the oldest first. */
  readonly #ended = new Set<string>();
  readonly #clock: Clock;
  readonly #admission: Admission;
  readonly #replicas: Replicas;
  readonly #endedSessions: EndedSessions;
  /** What ends hearing from other gateways, by the session's id. */
  readonly #hearing = new Map<string, () => void>();

  constructor(clock: Clock, admission: Admission, replicas: Replicas = alone, ended: EndedSessions = forgotten) {
    this.#clock = clock;
    this.#admission = admission;
    this.#replicas = replicas;
    this.#endedSessions = ended;
    replicas.onEnded((digest) => void this.#endedElsewhere(digest));
  }

  add(session: Session | Aggregate, id: string): void {
    this.#byId.set(id, session);
    const { digest, end } = session;
    if (digest === undefined || this.#replicas === alone) return;
    end.shares((message) => this.#replicas.pass(digest, message));
    this.#hearing.set(
      id,
      this.#replicas.join(digest, (message) => hearFromReplicas(message, session)),
    );
  }

  /**
   * @returns the session, if it is one of this grant's with this server. Another grant's session is as unknown as one
   *   that never was.
   */
  find(id: string, grantId: string, slug: string): Session | undefined {
    const session = this.#byId.get(id);
    if (session === undefined || session instanceof Aggregate) return undefined;
    if (session.grantId !== grantId || session.slug !== slug) return undefined;
    session.lastUsed = this.#clock.monotonic();
    return session;
  }

  /** The same for a session with all servers. */
  findAll(id: string, grantId: string): Aggregate | undefined {
    const session = this.#byId.get(id);
    if (!(session instanceof Aggregate) || session.grantId !== grantId) return undefined;
    session.lastUsed = this.#clock.monotonic();
    return session;
  }

  /** Whether its client has said that it is over, as far as this process was told: it must not come back by its id. */
  wasEnded(id: string): boolean {
    return this.#ended.has(sessionDigest(id));
  }

  /**
   * The same, whoever was told, and whenever: for ids that this process does not know.
   *
   * @throws Fault `store_unavailable`
   */
  async wasEndedAnywhere(id: string): Promise<boolean> {
    return this.wasEnded(id) || (await this.#endedSessions.among([sessionDigest(id)])).length > 0;
  }

  /** The client has said that it is done. */
  async endForGood(session: Session | Aggregate, reason: string): Promise<void> {
    const { digest } = session;
    if (digest === undefined) return this.end(session, reason);
    const now = this.#clock.now();
    this.#remember(digest);
    this.#replicas.ended(digest);
    await Promise.all([this.end(session, reason), this.#endedSessions.remember(digest, now + sessionLifetimeMs, now)]);
  }

  /** Ends what has ended elsewhere while this gateway could not be told. @throws Fault `store_unavailable` */
  async endEnded(): Promise<void> {
    const open = [...this.#byId.values()].flatMap(({ digest }) => digest ?? []);
    if (this.#replicas === alone || open.length === 0) return;
    for (const digest of await this.#endedSessions.among(open)) await this.#endedElsewhere(digest);
  }

  async #endedElsewhere(digest: string): Promise<void> {
    this.#remember(digest);
    const here = [...this.#byId.values()].filter((session) => session.digest === digest);
    await Promise.all(here.map((session) => this.end(session, 'The client ended the session.')));
  }

  #remember(digest: string): void {
    this.#ended.add(digest);
    const [oldest] = this.#ended;
    if (this.#ended.size > mostEnded && oldest !== undefined) this.#ended.delete(oldest);
  }

  async end(session: Session | Aggregate, reason: string, how: 'ended' | 'left' = 'ended'): Promise<void> {
    if (session.id === undefined || !this.#forget(session.id)) return;
    for (const held of session.holds) this.#admission.release(session.grantId, held);
    await (session instanceof Aggregate ? session.close(reason, how) : closeSession(session, reason, how));
  }

  /**
   * Makes room for one that a grant wants to open: of those of its sessions that hold what is scarce, the one that has
   * been idle longest ends. Clients mostly leave without a word, so a grant that is at its cap has usually been left by
   * all of them.
   *
   * @returns `false` when every one of them is in use
   */
  async endIdlest(grantId: string, scarce: Held): Promise<boolean> {
    const [idlest] = [...this.#byId.values()]
      .filter((session) => session.grantId === grantId && session.end.idle && session.holds.includes(scarce))
      .sort((a, b) => a.lastUsed - b.lastUsed);
    if (idlest === undefined) return false;
    await this.end(idlest, 'The session gave way to a newer one.');
    return true;
  }

  /** Ends what has been idle too long. */
  async reap(): Promise<void> {
    const before = this.#clock.monotonic() - idleMs;
    const idle = [...this.#byId.values()].filter((session) => session.end.idle && session.lastUsed < before);
    await Promise.all(idle.map((session) => this.end(session, 'The session was idle for too long.')));
  }

  /**
   * After a reload, and as time passes: a grant that is gone or over, or that has lost a server, loses its sessions there at once, and for good: one
   * that is given again begins anew.
   */
  async keepOnly(snapshot: Snapshot): Promise<void> {
    const now = this.#clock.now();
    const grantOf = (id: string): Grant | undefined => {
      const grant = snapshot.grantsById.get(id);
      return (grant?.terms?.expiresAt ?? Number.POSITIVE_INFINITY) > now ? grant : undefined;
    };
    const stays = (grantId: string, slug: string): boolean => grantOf(grantId)?.access.has(slug) === true;
    await this.#leave(stays, (session) => this.endForGood(session, 'The grant no longer covers this server.'));
    const gone = [...this.#byId.values()].filter(({ grantId }) => grantOf(grantId) === undefined);
    await Promise.all(gone.map((session) => this.endForGood(session, 'The grant is gone.')));
  }

  /** Ends what an operator has stopped, though not for good: the client's next call is told so. */
  async endStopped(stays: (grantId: string, slug?: string) => boolean): Promise<void> {
    const reason = 'An operator has stopped this.';
    const gone = [...this.#byId.values()].filter(({ grantId }) => !stays(grantId));
    await Promise.all(gone.map((session) => this.end(session, reason)));
    await this.#leave(stays, (session) => this.end(session, reason));
  }

  /**
   * Lets go of the sessions on an upstream that was replaced: the next request of each finds the new one, by what the
   * session's id says. What is under way on the old one goes on.
   *
   * @returns what ends them, to be called when nothing is under way there any more
   */
  detach(upstream: Upstream): (() => Promise<void>)[] {
    const ends: (() => Promise<void>)[] = [];
    for (const session of this.#byId.values()) {
      if (session instanceof Aggregate) ends.push(...session.detach(upstream));
      else if (session.connection.isTo(upstream)) {
        if (session.id !== undefined) this.#forget(session.id);
        for (const held of session.holds) this.#admission.release(session.grantId, held);
        session.end.stream?.close();
        ends.push(() => closeSession(session, 'The server was reconfigured.', 'left'));
      }
    }
    return ends;
  }

  /** Ends sessions with servers that do not stay; one with all servers goes on without them. */
  async #leave(
    stays: (grantId: string, slug: string) => boolean,
    end: (session: Session) => Promise<void>,
  ): Promise<void> {
    const left = [...this.#byId.values()].map(async (session) => {
      const { grantId } = session;
      if (session instanceof Aggregate) return session.leave((slug) => stays(grantId, slug));
      return stays(grantId, session.slug) ? undefined : end(session);
    });
    await Promise.all(left);
  }

  #forget(id: string): boolean {
    this.#hearing.get(id)?.();
    this.#hearing.delete(id);
    return this.#byId.delete(id);
  }

  /** Tells every client with a stream which of its lists may be others than before. */
  listsChanged(changed: ChangedLists): void {
    for (const session of this.#byId.values()) {
      const slug = session instanceof Aggregate ? undefined : session.slug;
      for (const kind of changed(session.grantId, slug)) session.end.tell(changedNotifications[kind]);
    }
  }

  /** Ends the streams on which servers speak unasked. The sessions go on. */
  closeStreams(): void {
    for (const session of this.#byId.values()) session.end.stream?.close();
  }

  /** For a gateway that stops: servers keep their sessions, and the next gateway goes on with them. */
  async leaveAll(reason: string): Promise<void> {
    await Promise.all([...this.#byId.values()].map((session) => this.end(session, reason, 'left')));
  }

  get size(): number {
    return this.#byId.size;
  }
}
