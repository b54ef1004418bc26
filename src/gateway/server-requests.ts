import type { ServerRequests } from '../policy/index.ts';
import {
  type Edits,
  type ErrorMessage,
  isJsonObject,
  type JsonObject,
  paramsOf,
  type RequestMessage,
  type ResultMessage,
  type RpcId,
  relayError,
  relayResult,
  tasksExtension,
  valueAt,
  writeRequest,
} from '../protocol/index.ts';
import { linkHost } from './link-host.ts';
import type { Session } from './sessions/session.ts';
import { relatedForClient, relatedForServer } from './tasks/related-task.ts';
import type { SessionTasks } from './tasks/session-tasks.ts';

/** Hands a message to the client. @returns `false` when it cannot be had */
export type Deliver = (bytes: Buffer) => boolean;

export type ServerRequestDecision =
  | { readonly kind: 'answer'; readonly result: string }
  | { readonly kind: 'refuse'; readonly rpc: number; readonly message: string }
  | { readonly kind: 'ask'; readonly render: (id: number) => Buffer };

/** What the policy says that a server may ask; a grant without a policy lets it ask nothing. */
const nothing: ServerRequests = Object.freeze({ sampling: 'deny', roots: 'deny', elicitation: 'deny' });

/**
 * Policy language, section 1, `server_requests`: what is denied was removed from the capabilities that the server was told.
 * A server that asks all the same is told that the client has no such thing.
 */
export function decideServerRequest(
  message: RequestMessage,
  session: Session,
  rules: ServerRequests = nothing,
): ServerRequestDecision {
  switch (message.method) {
    case 'ping':
      return { kind: 'answer', result: '{}' };
    case 'sampling/createMessage':
      return rules.sampling === 'allow' && 'sampling' in session.capabilities
        ? asIs(message, session)
        : notHere(message);
    case 'roots/list':
      return rules.roots === 'allow' && 'roots' in session.capabilities ? asIs(message, session) : notHere(message);
    case 'elicitation/create':
      return elicitation(message, session, rules);
    default:
      return notHere(message);
  }
}

function elicitation(message: RequestMessage, session: Session, rules: ServerRequests): ServerRequestDecision {
  if (rules.elicitation === 'deny' || !('elicitation' in session.capabilities)) return notHere(message);
  const mode = message.params.has('mode') ? text(message, 'mode') : 'form';
  if (mode === 'form') return asIs(message, session);
  const host = mode === 'url' && rules.elicitation === 'all' ? linkHost(text(message, 'url') ?? '') : undefined;
  if (host === undefined) return notHere(message);
  // A link is always shown with who asks and where it leads: the server's own words may say anything.
  const shown = `[${session.slug} asks you to open ${host}] ${text(message, 'message') ?? ''}`;
  return {
    kind: 'ask',
    render: (id) => asked(message, id, session, new Map([['message', JSON.stringify(shown)]])),
  };
}

function asIs(message: RequestMessage, session: Session): ServerRequestDecision {
  return { kind: 'ask', render: (id) => asked(message, id, session) };
}

/** The question as the client gets it: of a task by the client's name for it, and never as a task of the client's own. */
function asked(message: RequestMessage, id: number, { tasks }: Session, edits?: Edits): Buffer {
  const changed = message.params.has('task') ? new Map([...(edits ?? []), ['task', undefined] as const]) : edits;
  return writeRequest(id, message.method, paramsOf(message, changed, relatedForClient(message, tasks)));
}

function notHere(message: RequestMessage): ServerRequestDecision {
  return { kind: 'refuse', rpc: -32601, message: `The client does not answer ${message.method}.` };
}

function text(message: RequestMessage, key: string): string | undefined {
  const span = message.params.get(key);
  const value = span === undefined ? undefined : valueAt(message.bytes, span);
  return typeof value === 'string' ? value : undefined;
}

/** The client's answer under the id that the server gave its request. */
export function answerToServer(message: ResultMessage | ErrorMessage, id: RpcId, tasks: SessionTasks): Buffer {
  if (message.kind === 'error') return relayError(message, id);
  return relayResult(message, id, undefined, relatedForServer(message, tasks));
}

/**
 * What the server is told that the client can do: what the policy lets it ask, and no tasks of the client's own, which the
 * gateway does not carry. Everything else goes through as declared.
 */
export function filterCapabilities(declared: JsonObject, rules: ServerRequests = nothing): JsonObject {
  const { sampling, roots, elicitation } = rules;
  const kept = new Map(Object.entries(declared));
  kept.delete('tasks');
  if (sampling === 'deny') kept.delete('sampling');
  if (roots === 'deny') kept.delete('roots');
  const declaredElicitation = kept.get('elicitation');
  if (elicitation === 'deny') kept.delete('elicitation');
  else if (elicitation === 'form' && isJsonObject(declaredElicitation) && 'url' in declaredElicitation) {
    const { url: _url, ...others } = declaredElicitation;
    // `{}` means forms (2025-06-18), so a client of links alone must not seem to take forms.
    if ('form' in others) kept.set('elicitation', others);
    else kept.delete('elicitation');
  }
  return Object.fromEntries(kept);
}

/**
 * Capabilities of a client without the extension of tasks (2026-07-28), for who cannot be given one: a server that believed
 * otherwise would answer with a task that nobody can ask for.
 */
export function withoutTasks(capabilities: JsonObject): JsonObject {
  const { extensions } = capabilities;
  if (!isJsonObject(extensions) || !(tasksExtension in extensions)) return capabilities;
  const { [tasksExtension]: _tasks, ...others } = extensions;
  return { ...capabilities, extensions: others };
}

/** Whether policy lets the server ask all that its answer asks for (2026-07-28, `inputRequests`). */
export function inputRequestsAllowed(message: ResultMessage, rules: ServerRequests = nothing): boolean {
  const span = message.members.get('inputRequests');
  if (span === undefined) return true;
  const requests = valueAt(message.bytes, span);
  if (!isJsonObject(requests)) return false;
  return Object.values(requests).every((request) => {
    if (!isJsonObject(request)) return false;
    const params = isJsonObject(request.params) ? request.params : {};
    switch (request.method) {
      case 'sampling/createMessage':
        return rules.sampling === 'allow';
      case 'roots/list':
        return rules.roots === 'allow';
      case 'elicitation/create':
        return params.mode === 'url' ? rules.elicitation === 'all' : rules.elicitation !== 'deny';
      default:
        return false;
    }
  });
}
