import type { Caller } from '../caller.ts';
import type { Session } from '../sessions/session.ts';

/** Who is calling at the URL of all servers: a caller who has not said yet which one is meant. */
export type Reach = Pick<Caller, 'snapshot' | 'grant'>;

/** A client's sessions behind the URL of all servers. */
export interface Parts extends Pick<Session, 'revision' | 'end'> {
  /**
   * The session with one server, opened when it is first needed. Rejects with a Fault `overloaded` when the grant has
   * too many processes.
   */
  part(caller: Caller): Session | Promise<Session>;
  /** The sessions that are open so far; in the stateless revision none is. */
  readonly opened: Iterable<Session>;
  /** A server that was left out of a list has come after all: the client may want to look again. */
  late(): void;
}

/** Every server of the grant that is not stopped, in the order of their slugs: the same list to the same grant, always. */
export function callers({ snapshot, grant }: Reach): Caller[] {
  return [...grant.access.keys()].sort().flatMap((slug) => {
    const access = grant.access.get(slug);
    const isStopped = snapshot.kills.covering(grant.principal.grant, slug) !== undefined;
    return access === undefined || isStopped ? [] : [{ snapshot, grant, access }];
  });
}
