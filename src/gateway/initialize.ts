import { Fault, newId, newSecret } from '../kernel/index.ts';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  negotiate,
  type Piece,
  type RequestMessage,
  type ResultMessage,
  stringAt,
  valueAt,
  writeResult,
} from '../protocol/index.ts';
import type { AttachedPolicy, Snapshot } from '../snapshot/index.ts';
import type { UpstreamSession } from '../upstream/index.ts';
import type { Held } from './admission.ts';
import type { Arrival } from './arrival.ts';
import type { Caller } from './caller.ts';
import { Connection, type Live } from './connection.ts';
import { ended } from './ended.ts';
import { faultAnswer } from './fault-answer.ts';
import { tableKey } from './lists/tool-table.ts';
import type { Ports } from './ports.ts';
import { turnAway } from './refusals.ts';
import { relayUnasked, type Unasked } from './relay.ts';
import { filterCapabilities } from './server-requests.ts';
import { Session } from './session.ts';
import { sessionDigest } from './sessions.ts';

/**
 * `initialize`: opens a session downstream and one upstream, and tells each side of the other no more than policy lets
 * it know.
 */
export async function initialize(
  message: RequestMessage,
  arrival: Arrival,
  caller: Caller,
  ports: Ports,
): Promise<void> {
  const said = whatItSays(message);
  if (said === undefined) {
    const why = '`initialize` must say protocolVersion, capabilities and clientInfo.';
    const end = ended('refused', 'bad_request', { message: why, rpc: -32602 });
    return turnAway(arrival, caller, end, message.id, ports);
  }
  const grantId = caller.grant.principal.grant.id;
  const { config } = caller.access.server;
  const holds: readonly Held[] =
    config.transport === 'stdio' && !config.shared ? ['sessions', 'processes'] : ['sessions'];
  const over = await holdAll(holds, arrival, caller, ports);
  if (over !== undefined) {
    const end = ended('error', 'overloaded', { message: `Too many ${over} of this grant are open.` });
    return turnAway(arrival, caller, end, message.id, ports);
  }
  const session = newSession(said, caller, holds, ports);
  try {
    const live = await session.connection.open();
    const reply = welcome(message, session, live);
    arrival.adopt(session);
    arrival.reply.end(reply, 200);
  } catch (error) {
    for (const held of holds) ports.admission.release(grantId, held);
    await session.close('The handshake failed.');
    const fault = error instanceof Fault ? error : new Fault('upstream_invalid', 'The handshake failed.', error);
    ports.telemetry.warn('a handshake with a server failed', {
      server: session.slug,
      code: fault.code,
      error: fault.cause,
    });
    const { bytes, status } = faultAnswer(message.id, fault, newId(), false);
    arrival.reply.end(bytes, status);
  }
}

/** Room for what the session holds; what nobody uses gives way. @returns what is over its cap all the same */
async function holdAll(
  holds: readonly Held[],
  arrival: Arrival,
  { grant, snapshot }: Caller,
  ports: Ports,
): Promise<Held | undefined> {
  const { id } = grant.principal.grant;
  for (;;) {
    const over = ports.admission.holdAll(id, holds, snapshot.admission, ports.clock.monotonic());
    if (over === undefined || !(await arrival.endIdlest(id, over))) return over;
  }
}

interface Said {
  readonly protocolVersion: string;
  readonly capabilities: JsonObject;
  readonly clientInfo: string;
  readonly client: { readonly name: string; readonly version: string };
}

function whatItSays(message: RequestMessage): Said | undefined {
  const { bytes, params } = message;
  const value = (key: string): JsonValue | undefined => {
    const span = params.get(key);
    return span === undefined ? undefined : valueAt(bytes, span);
  };
  const protocolVersion = stringAt(bytes, params.get('protocolVersion'));
  const capabilities = value('capabilities');
  const info = value('clientInfo');
  if (protocolVersion === undefined || !isJsonObject(capabilities) || !isJsonObject(info)) return undefined;
  const { name, version } = info;
  if (typeof name !== 'string' || typeof version !== 'string') return undefined;
  // Into the record goes as much as a name and a version need.
  const client = { name: name.slice(0, 128), version: version.slice(0, 64) };
  return { protocolVersion, capabilities, clientInfo: JSON.stringify(info), client };
}

function newSession(said: Said, caller: Caller, holds: readonly Held[], ports: Ports): Session {
  const { access, grant } = caller;
  const { server } = access;
  const { slug } = server.config;
  const grantId = grant.principal.grant.id;
  const revision = negotiate(said.protocolVersion);
  const capabilities = filterCapabilities(said.capabilities, access.policy?.policy.serverRequests);
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
  const connection = new Connection(server.upstream, hello, hear, ports.clock);
  const id = newSecret('');
  const session: Session = new Session({
    id,
    digest: sessionDigest(id),
    grantId,
    slug,
    revision,
    client: said.client,
    capabilities,
    holds,
    connection,
    lastUsed: ports.clock.monotonic(),
  });
  return session;
}

/** A session outlives reloads, so what was in force when it was opened says nothing of now. */
function policyInForce({ grants }: Snapshot, grantId: string, slug: string): AttachedPolicy | undefined {
  for (const { principal, access } of grants.values()) {
    if (principal.grant.id === grantId) return access.get(slug)?.policy;
  }
  return undefined;
}

/**
 * The server's own welcome, with the revision that is spoken on this side of the gateway (a server may be older) and
 * without what the gateway does not carry.
 */
function welcome(message: RequestMessage, session: Session, live: Live): Buffer {
  const { welcome: said } = live;
  const pieces: Piece[] = [`{"protocolVersion":${JSON.stringify(session.revision.version)}`];
  for (const [key, span] of said.members) {
    if (key === 'protocolVersion' || key === '_meta') continue;
    const value = key === 'capabilities' ? withoutTasks(said, key) : { bytes: said.bytes, span };
    pieces.push(',', JSON.stringify(key), ':', value);
  }
  pieces.push('}');
  return writeResult(message.id, pieces);
}

function withoutTasks(said: ResultMessage, key: string): string {
  const span = said.members.get(key);
  const capabilities = span === undefined ? {} : valueAt(said.bytes, span);
  if (!isJsonObject(capabilities))
    throw new Fault('upstream_invalid', 'The server gave capabilities that are no object.');
  const { tasks: _tasks, ...carried } = capabilities;
  return JSON.stringify(carried);
}
