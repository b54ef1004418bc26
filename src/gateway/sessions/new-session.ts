import { negotiate } from '../../protocol/index.ts';
import type { Resumption, UpstreamSession } from '../../upstream/index.ts';
import type { Held } from '../admission.ts';
import type { Caller } from '../caller.ts';
import type { ClientEnd } from '../client-end.ts';
import { tableKey } from '../lists/tool-table.ts';
import { policyInForce } from '../policy-in-force.ts';
import type { Ports } from '../ports.ts';
import { relayUnasked, type Unasked } from '../relay.ts';
import { filterCapabilities, withoutTasks } from '../server-requests.ts';
import { ownerOf } from '../tasks/owner-of.ts';
import { SessionTasks } from '../tasks/session-tasks.ts';
import type { Said } from './said.ts';
import type { Session } from './session.ts';
import { UpstreamConnection } from './upstream-connection.ts';

/** What a session is beside what the client says of itself. */
export interface Opened {
  readonly id: string | undefined;
  readonly digest: string | undefined;
  readonly end: ClientEnd;
  readonly holds: readonly Held[];
}

/**
 * A session with one server, for a client of the session era. Nothing is said to the server yet.
 *
 * @param resume what the server still holds of it, as far as is known
 */
export function newSession(said: Said, caller: Caller, opened: Opened, ports: Ports, resume?: Resumption): Session {
  const { access, grant } = caller;
  const { server } = access;
  const { slug } = server.config;
  const grantId = grant.principal.grant.id;
  const revision = negotiate(said.protocolVersion);
  // The extension of tasks belongs to the stateless revision: a session client could do nothing with such a task.
  const capabilities = withoutTasks(filterCapabilities(said.capabilities, access.policy?.policy.serverRequests));
  const hello = {
    protocolVersion: revision.version,
    capabilities: JSON.stringify(capabilities),
    clientInfo: said.clientInfo,
  };
  const key = tableKey(caller);
  const unasked: Unasked = {
    session: () => session,
    policy: () => policyInForce(ports.snapshot(), grantId, slug),
    listChanged: (method) => {
      if (method === 'notifications/tools/list_changed') ports.tables.invalidate(key);
    },
  };
  const hear = (upstream: UpstreamSession) => relayUnasked(unasked, upstream);
  const session: Session = {
    ...opened,
    grantId,
    slug,
    revision,
    client: said.client,
    capabilities,
    tasks: new SessionTasks(() => ownerOf(caller, session.digest), ports.taskSeal),
    connection: new UpstreamConnection(server.upstream, hello, hear, ports.clock, undefined, resume),
    lastUsed: ports.clock.monotonic(),
  };
  return session;
}
