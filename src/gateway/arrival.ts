import type { Grant, Snapshot } from '../snapshot/index.ts';
import type { Held } from './admission.ts';
import type { Aggregate } from './aggregate/aggregate.ts';
import type { Reach } from './aggregate/reach.ts';
import type { Caller } from './caller.ts';
import type { Ports } from './ports.ts';
import type { Ended } from './refusals/ended.ts';
import type { Reply } from './reply.ts';
import type { Session } from './sessions/session.ts';

/** Stands for the slug in records of what was meant for no single server: no slug can be this. */
export const everyServer = '*';

/** The sessions of clients that have one URL for all servers. */
export interface AllSessions {
  /** The session that the message says it belongs to. */
  shown(grant: Grant): Aggregate | 'missing' | 'unknown';
  /** The same as `Arrival.restore`. */
  restore(reach: Reach, ports: Ports): Promise<Aggregate | undefined>;
  /** A handshake succeeded: the client is to learn the session's id. */
  adopt(aggregate: Aggregate): void;
}

/**
 * One message on its way in, before anything of it was read: an HTTP POST, or a line on standard input. What differs
 * between the two is in here; nothing behind the door sees it.
 */
export interface Arrival {
  /** The server that is addressed. */
  readonly slug: string;
  /** Set where the URL of all servers is addressed; `slug` is {@link everyServer} then. */
  readonly all: AllSessions | undefined;
  /** Who sends it, as the transport establishes it; `undefined` is nobody. */
  identify(snapshot: Snapshot): Grant | undefined;
  /**
   * The whole message.
   *
   * @param cap most bytes
   * @throws Fault `too_large`, `bad_request`, `unsupported_media`
   */
  read(cap: number): Promise<Buffer>;
  /** The session that the message says it belongs to. */
  session(grant: Grant): Session | 'missing' | 'unknown';
  /**
   * Goes on with the session that the message says it belongs to, where this process does not know it and its id says
   * enough. Rejects with a Fault `overloaded`.
   */
  restore(caller: Caller, ports: Ports): Promise<Session | undefined>;
  /** Ends a session of the grant that nobody uses, to make room. @returns `false` when there is none */
  endIdlest(grantId: string, scarce: Held): Promise<boolean>;
  /** A handshake succeeded: the client is to learn the session's id, if it has one. */
  adopt(session: Session): void;
  /** What the transport's headers say of a message of the stateless revision; `undefined` where there are none. */
  header(name: string): string | undefined;
  /** Whether the transport has headers that must agree with the body. */
  readonly hasHeaders: boolean;
  readonly reply: Reply;
  /** A notification or an answer was taken. */
  accepted(): void;
  /** Refused before there was a call: the transport's own way of saying so. */
  turnAway(end: Ended, bytes: Buffer, status: number): void;
  /** Runs once when nothing of what was answered waits for the client any more; at once where nothing does. */
  onceTaken(done: () => void): void;
  /** Where it comes from, for records of refusals. */
  readonly address: string;
}
