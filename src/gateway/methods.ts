import type { Revision } from '../protocol/index.ts';

/**
 * How the gateway treats what a client may ask. What is on no list is `-32601`: a method that nobody thought about is
 * never forwarded (threats B16).
 */
export type Treatment =
  /** Policy speaks of it: the pipeline. */
  | 'governed'
  /** A list, filtered by policy. */
  | 'list'
  /** Opens a session. */
  | 'handshake'
  /** Answered by the gateway itself. */
  | 'ping'
  /** What a server of the stateless era says of itself. */
  | 'discover'
  /** A stream of what the client asked to be told of; policy speaks of each resource in it. */
  | 'listen'
  /** About a task that the client has: bound to whoever began it. */
  | 'task'
  /** Concerns only the client's own session: forwarded as it is. */
  | 'session';

const legacy: ReadonlyMap<string, Treatment> = new Map([
  ['initialize', 'handshake'],
  ['ping', 'ping'],
  ['tools/call', 'governed'],
  ['resources/read', 'governed'],
  ['resources/subscribe', 'governed'],
  ['resources/unsubscribe', 'governed'],
  ['prompts/get', 'governed'],
  ['completion/complete', 'governed'],
  ['tools/list', 'list'],
  ['resources/list', 'list'],
  ['resources/templates/list', 'list'],
  ['prompts/list', 'list'],
  ['logging/setLevel', 'session'],
  ['tasks/get', 'task'],
  ['tasks/result', 'task'],
  ['tasks/cancel', 'task'],
  ['tasks/list', 'task'],
]);

const stateless: ReadonlyMap<string, Treatment> = new Map([
  ['server/discover', 'discover'],
  ['subscriptions/listen', 'listen'],
  ['tools/call', 'governed'],
  ['resources/read', 'governed'],
  ['prompts/get', 'governed'],
  ['completion/complete', 'governed'],
  ['tools/list', 'list'],
  ['resources/list', 'list'],
  ['resources/templates/list', 'list'],
  ['prompts/list', 'list'],
  ['tasks/get', 'task'],
  ['tasks/update', 'task'],
  ['tasks/cancel', 'task'],
]);

/** @returns how a method is treated; `undefined` for what the gateway does not carry */
export function treatmentOf(
  method: string,
  revision: Pick<Revision, 'stateless' | 'clientRequests'>,
): Treatment | undefined {
  if (revision.stateless) return stateless.get(method);
  // Not every revision of the session era has tasks.
  return revision.clientRequests.has(method) ? legacy.get(method) : undefined;
}

/**
 * What a client may tell a server outside any request, besides what the gateway itself understands (how far it has come
 * with what a server asked of it, for one): that its roots have changed. The rest is dropped: policy speaks of requests, and
 * so nothing may have an effect on a server that is none.
 *
 * @param capabilities what the client declared, less what the policy does not let the server ask
 */
export function maySay(method: string, capabilities: object): boolean {
  return method === 'notifications/roots/list_changed' && 'roots' in capabilities;
}
