import { listed } from '../../policy/index.ts';
import {
  type Edits,
  isJsonObject,
  paramsOf,
  type RequestMessage,
  readMessage,
  type Unreadable,
  valueAt,
  writeRequest,
} from '../../protocol/index.ts';
import type { Caller } from '../caller.ts';
import type { Subject } from '../governed-call.ts';
import { readListed } from '../lists/read-listed.ts';
import { tableKey } from '../lists/tool-table.ts';
import type { Ports } from '../ports.ts';
import { isStopped } from '../refusals/stopped.ts';
import { askForRoutes } from './ask-for-routes.ts';
import { restOf, slugIn } from './outer-name.ts';
import { outerNames } from './outer-names.ts';
import { callers, type Parts, type Reach } from './reach.ts';
import { disputed, routesOf } from './routes.ts';

/** The server that a request is meant for, and the request as it would have been made to that server alone. */
export interface Routed {
  readonly caller: Caller;
  readonly message: RequestMessage | Unreadable;
}

/**
 * Finds out which server is meant. Everything behind this sees the inner name: policy, limits, approvals and records
 * are those of the server.
 *
 * @returns `undefined` when no server of the grant has it
 */
export async function routeToOwner(
  message: RequestMessage,
  subject: Subject,
  reach: Reach,
  parts: Parts,
  ports: Ports,
): Promise<Routed | undefined> {
  if (subject.kind === 'resource') {
    const caller = await resourceOwner(subject.uri, reach, parts, ports);
    return caller === undefined ? undefined : { caller, message: asFor(caller, message, undefined) };
  }
  const caller = callerNamed(slugIn(subject.name, reach.grant.access.keys()), reach);
  if (caller === undefined) return undefined;
  const rest = restOf(subject.name, caller.access.server.config.slug);
  const name = subject.kind === 'prompt' ? rest : await toolNamed(subject.name, rest, caller, parts, ports);
  return { caller: { ...caller, shownAs: subject.name }, message: asFor(caller, message, name) };
}

/** The tool that bears an outer name. One that no table has goes on as it is: the judgement says that it is unknown. */
async function toolNamed(outer: string, rest: string, caller: Caller, parts: Parts, ports: Ports): Promise<string> {
  const key = tableKey(caller);
  if (ports.tables.known(key, rest) !== undefined) return rest;
  // A server that is stopped is asked for nothing; the pipeline refuses the call.
  if (isStopped(caller.grant, caller.access.server.config.slug, ports)) return rest;
  const part = await parts.part(caller);
  const read = () => readListed(part, caller, ports);
  const table = await ports.tables.containing(key, rest, read).catch(() => undefined);
  const name = table === undefined ? undefined : outerNames(part.slug, table).get(outer);
  return name ?? rest;
}

/** Who listed it, or could make it; where nobody says so, the only server whose policy speaks of it. */
export async function resourceOwner(
  uri: string,
  reach: Reach,
  parts: Parts,
  ports: Ports,
): Promise<Caller | undefined> {
  const routes = routesOf(reach.grant);
  if (routes.find(uri) === undefined) await askForRoutes(reach, parts, ports);
  const slug = routes.find(uri);
  if (slug === disputed) return undefined;
  if (slug !== undefined) return callerNamed(slug, reach);
  const open = callers(reach).filter(({ access: { policy } }) => policy && listed(policy.policy, 'resource', uri));
  return open.length === 1 ? open[0] : undefined;
}

function callerNamed(slug: string | undefined, { snapshot, grant }: Reach): Caller | undefined {
  const access = slug === undefined ? undefined : grant.access.get(slug);
  return access === undefined ? undefined : { snapshot, grant, access };
}

/** The request as it would have been sent to the server alone, read by that server's caps. */
function asFor(caller: Caller, message: RequestMessage, name: string | undefined): RequestMessage | Unreadable {
  return rewritten(caller, message, name === undefined ? undefined : new Map([named(message, name)]));
}

/** @param edits of the parameters */
export function rewritten({ access }: Caller, message: RequestMessage, edits?: Edits): RequestMessage | Unreadable {
  const bytes = writeRequest(message.id.text, message.method, paramsOf(message, edits));
  const read = readMessage(bytes, access.server.config.caps);
  if (read.kind !== 'request' && read.kind !== 'unreadable') throw new Error('a request was rewritten to no request');
  return read;
}

/** The member of `params` that names a tool or prompt, with another name in it. */
function named(message: RequestMessage, name: string): [string, string] {
  const span = message.params.get('ref');
  const ref = message.method === 'completion/complete' && span ? valueAt(message.bytes, span) : undefined;
  return isJsonObject(ref) ? ['ref', JSON.stringify({ ...ref, name })] : ['name', JSON.stringify(name)];
}
