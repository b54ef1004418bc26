import type { JsonObject, Revision } from '../protocol/index.ts';
import type { Held } from './admission.ts';
import type { ClientEnd } from './client-end.ts';
import type { Connection } from './connection.ts';

/**
 * One conversation between a client and one server, bound to one grant. For the stateless revision it stands for the
 * grant and has no id; where one URL stands for several servers it is one part of the client's session.
 */
export interface Session {
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
  readonly end: ClientEnd;
  /** What it counts for in its grant's caps as long as it is open. */
  readonly holds: readonly Held[];
  /** Monotonic ms; idle sessions are ended. */
  lastUsed: number;
}

/** Ends everything: requests under way are cancelled upstream, the stream closes, the upstream session is left. */
export async function closeSession(session: Pick<Session, 'end' | 'connection'>, reason: string): Promise<void> {
  session.end.close(reason);
  await session.connection.close();
}
