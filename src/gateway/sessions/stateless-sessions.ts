import type { Mailbox } from '../../bridge/index.ts';
import type { Clock } from '../../kernel/index.ts';
import { type Message, revisionNamed } from '../../protocol/index.ts';
import type { KeyRing } from '../../seal/index.ts';
import type { Snapshot } from '../../snapshot/index.ts';
import type { Upstream } from '../../upstream/index.ts';
import type { Caller } from '../caller.ts';
import { ClientEnd } from '../client-end.ts';
import { RequestStates } from '../continuation/request-states.ts';
import type { SpentStates } from '../continuation/spent-states.ts';
import { tableKey } from '../lists/tool-table.ts';
import { ownerOf } from '../tasks/owner-of.ts';
import { SessionTasks } from '../tasks/session-tasks.ts';
import type { TaskSeal } from '../tasks/task-seal.ts';
import { DeclaredClient } from './declared-client.ts';
import { closeSession, type Session } from './session.ts';
import { UpstreamConnection } from './upstream-connection.ts';

const stateless = revisionNamed('2026-07-28');

/** In the stateless revision nothing is said outside a request. */
const deaf = { notification: () => {}, request: () => {} };

/** By which any gateway can go on with a call that another one has begun. */
export interface SharedContinuations {
  readonly mailbox: Mailbox;
  readonly spent: SpentStates;
  readonly keys: KeyRing;
}

/** For the stateless revision: what stands for a grant's way to a server, since no client opens a session there. */
export class StatelessSessions {
  readonly #byKey = new Map<string, Session>();
  /** Seals what a client brings to continue a call. */
  readonly states: RequestStates;
  readonly #clock: Clock;
  readonly #taskSeal: TaskSeal;
  readonly #mailbox: Mailbox | undefined;

  /** @param shared what several gateways have in common; absent where there is one */
  constructor(clock: Clock, taskSeal: TaskSeal, shared?: SharedContinuations) {
    this.#clock = clock;
    this.#taskSeal = taskSeal;
    this.#mailbox = shared?.mailbox;
    this.states = new RequestStates(clock, shared?.spent, shared?.keys);
  }

  /** @param message the one that belongs there: what it says of its client is what the server is told */
  of(caller: Caller, message: Message): Session {
    const session = this.#of(caller);
    session.declared?.hear(message, caller.access.policy);
    return session;
  }

  #of(caller: Caller): Session {
    const key = tableKey(caller);
    const existing = this.#byKey.get(key);
    const { server } = caller.access;
    if (existing?.connection.isTo(server.upstream) === true) return existing;
    if (stateless === undefined) throw new Error('the stateless revision is not known');
    const declared = new DeclaredClient();
    const owner = ownerOf(caller, undefined);
    const connection = new UpstreamConnection(server.upstream, declared, () => deaf, this.#clock, this.#mailbox);
    const session: Session = {
      id: undefined,
      digest: undefined,
      grantId: caller.grant.principal.grant.id,
      slug: server.config.slug,
      revision: stateless,
      client: undefined,
      capabilities: {},
      holds: [],
      end: new ClientEnd(true),
      tasks: new SessionTasks(() => owner, this.#taskSeal),
      connection,
      declared,
      lastUsed: this.#clock.monotonic(),
    };
    this.#byKey.set(key, session);
    return session;
  }

  /** Ends the streams on which clients listen: none of them would end by itself. */
  closeStreams(): void {
    for (const session of this.#byKey.values()) session.end.closeStreams('The gateway is shutting down.');
  }

  /** Ends what an operator has stopped; the next request that may opens it again. */
  async endStopped(stays: (grantId: string, slug: string) => boolean): Promise<void> {
    const stopped = [...this.#byKey].filter(([, { grantId, slug }]) => !stays(grantId, slug));
    for (const [key] of stopped) this.#byKey.delete(key);
    await Promise.all(stopped.map(([, session]) => closeSession(session, 'An operator has stopped this.')));
  }

  /** After a reload, and as time passes: what a grant has lost, with the whole grant or not, is closed. */
  async keepOnly(snapshot: Snapshot): Promise<void> {
    const now = this.#clock.now();
    const lost = [...this.#byKey].filter(([, { grantId, slug }]) => {
      const grant = snapshot.grantsById.get(grantId);
      return grant?.access.has(slug) !== true || (grant.terms?.expiresAt ?? Number.POSITIVE_INFINITY) <= now;
    });
    for (const [key] of lost) this.#byKey.delete(key);
    await Promise.all(lost.map(([, session]) => closeSession(session, 'The grant no longer covers this server.')));
  }

  /** The same as `Sessions.detach`. */
  detach(upstream: Upstream): (() => Promise<void>)[] {
    return [...this.#byKey].flatMap(([key, session]) => {
      if (!session.connection.isTo(upstream)) return [];
      this.#byKey.delete(key);
      session.end.closeStreams('The server was reconfigured.');
      return [() => closeSession(session, 'The server was reconfigured.', 'left')];
    });
  }
}
