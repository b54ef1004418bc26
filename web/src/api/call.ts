import { isAttended } from './attended.ts';
import { watched } from './connection.ts';
import { noteWhetherInForce } from './in-force.ts';
import { type Operation, type Operations, operations } from './operations.generated.ts';
import { toPathReference } from './path-reference.ts';
import { Problem, problemOf, unreachable } from './problem.ts';
import { session, sessionEnded } from './session.ts';

export type Input<N extends keyof Operations> = Operations[N]['input'];
export type Output<N extends keyof Operations> = Operations[N]['output'];

/**
 * Runs one verb of the control plane.
 *
 * @param input members that stand in the verb’s path go there; the others into the query or the body
 * @throws Problem what the gateway answered, or status 0 where it did not
 */
export async function call<N extends keyof Operations>(
  name: N,
  input: Input<N>,
  signal?: AbortSignal,
): Promise<Output<N>> {
  const response = await send(name, input, signal);
  if (response.status === 204) return undefined as unknown as Output<N>;
  return (await response.json()) as Output<N>;
}

/** The same, for answers that are no JSON: a file, a stream. */
export async function send<N extends keyof Operations>(
  name: N,
  input: Input<N>,
  signal?: AbortSignal,
): Promise<Response> {
  const rest = new Map(
    Object.entries(input as Readonly<Record<string, unknown>>).filter(([, value]) => value !== undefined),
  );
  // A verb may stand at several addresses: the one is meant whose path names most of what is given.
  const named = ({ path }: Operation): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, member]) => member ?? '');
  const operation = operations
    .get(name)
    ?.filter((one) => named(one).every((member) => rest.has(member)))
    .toSorted((a, b) => named(b).length - named(a).length)[0];
  if (operation === undefined) throw new Problem(0, 'not_found', 'This gateway cannot do that.');
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, member: string) => {
    const value = rest.get(member);
    rest.delete(member);
    return toPathReference(typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '');
  });
  const bodiless = operation.method === 'GET' || operation.method === 'DELETE';
  const query = bodiless ? queryOf(rest) : '';
  const headers: Record<string, string> = {};
  const now = session();
  if (now.state === 'signed-in') headers.Authorization = `Bearer ${now.token}`;
  if (!bodiless) headers['Content-Type'] = 'application/json';
  if (!isAttended()) headers['Toolgate-Unattended'] = 'yes';
  const request: RequestInit = { method: operation.method, headers, credentials: 'same-origin', cache: 'no-store' };
  if (!bodiless) request.body = JSON.stringify(Object.fromEntries(rest));
  if (signal !== undefined) request.signal = signal;
  const response = await watched(path + query, request).catch(unreachable);
  if (response.ok) {
    if (operation.method !== 'GET') noteWhetherInForce(response);
    return response;
  }
  if (response.status === 401 && operation.permission !== 'public') await whetherSignedIn(input);
  throw await problemOf(response);
}

/**
 * A request was refused: the session has ended, unless what was wrong is a password that was asked for within it. A slip of the
 * hand in one's own settings must not look like that.
 */
async function whetherSignedIn(input: object): Promise<void> {
  if (!('password' in input)) return sessionEnded();
  // Where it has ended, the same refusal comes back and says so.
  await call('session.show', {}).catch(() => undefined);
}

function queryOf(rest: ReadonlyMap<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [key, value] of rest) {
    for (const one of Array.isArray(value) ? value : [value]) query.append(key, String(one));
  }
  return query.size === 0 ? '' : `?${query}`;
}
