import type { JsonObject, Revision } from '../../protocol/index.ts';
import type { Held } from '../admission.ts';
import type { ClientEnd } from '../client-end.ts';
import type { SessionTasks } from '../tasks/session-tasks.ts';
import type { DeclaredClient } from './declared-client.ts';
import type { UpstreamConnection } from './upstream-connection.ts';

/**
 * One conversation between a client and one server, bound to one grant. For the stateless revision it stands for the
 * grant and has no id; where one URL stands for several servers it is one part of the client's session.
 */
export interface Session {
  /** What the client shows; `undefined` until the handshake is answered, and in the stateless revision. */
  id: string | undefined;
  /** How records know the session. */
  digest: string | undefined;
  readonly grantId: string;
  readonly slug: string;
  readonly revision: Revision;
  /** As the client says of itself. Goes into the record, decides nothing. */
  readonly client: { readonly name: string; readonly version: string } | undefined;
  /** What the client declared, less what the policy does not let the server ask. */
  readonly capabilities: JsonObject;
  readonly connection: UpstreamConnection;
  readonly end: ClientEnd;
  readonly tasks: SessionTasks;
  /** What it counts for in its grant's caps as long as it is open. */
  readonly holds: readonly Held[];
  /** For the stateless revision: what the client last said of itself. */
  readonly declared?: DeclaredClient;
  /** Monotonic ms; idle sessions are ended. */
  lastUsed: number;
}

/**
 * Ends everything: requests under way are cancelled upstream, the stream closes, the upstream session ends.
 *
 * @param how `left`: the server keeps its session, for whoever takes it up
 */
export async function closeSession(
  session: Pick<Session, 'end' | 'connection' | 'tasks'>,
  reason: string,
  how: 'ended' | 'left' = 'ended',
): Promise<void> {
  session.end.close(reason);
  session.tasks.close();
  await session.connection.close(how);
}
