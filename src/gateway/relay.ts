import { assertNever } from '../kernel/index.ts';
import {
  type ErrorMessage,
  type NotificationMessage,
  paramsOf,
  type RequestMessage,
  type ResultMessage,
  readId,
  type Span,
  stringAt,
  writeError,
  writeNotification,
  writeResult,
} from '../protocol/index.ts';
import type { AttachedPolicy } from '../snapshot/index.ts';
import type { Listener, UpstreamFailure, UpstreamSession } from '../upstream/index.ts';
import type { ClientEnd } from './client-end.ts';
import { forClient } from './for-client.ts';
import { maySay } from './methods.ts';
import type { Reply } from './reply.ts';
import { answerToServer, type Deliver, decideServerRequest } from './server-requests.ts';
import type { Session } from './sessions/session.ts';
import { relatedForServer } from './tasks/related-task.ts';

/**
 * What belongs to a call that is under way, and is not the call: the second, smaller stream beside `pipeline.ts`.
 *
 *     server → client   progress · log lines · list changes · requests (sampling, elicitation, roots, ping)
 *     client → server   cancellation · answers to those requests
 *
 * Nothing here can start a call or change what was judged. Ids and progress tokens are the gateway's own on the
 * upstream side and the client's own on the client's; each is mapped back to where it came from, or dropped.
 */
export interface Hears {
  answered(message: ResultMessage | ErrorMessage): void;
  failed(failure: UpstreamFailure): void;
  /** The upstream is done with the call: it has answered, or cannot any more. */
  settled(): void;
}

/** A request of the client's that is under way upstream, as far as the relay needs to know it. */
export interface Relayed {
  readonly message: RequestMessage;
  readonly session: Session;
  readonly reply: Reply;
  /** Decides what the server may ask while the request is under way. */
  readonly policy: AttachedPolicy | undefined;
  /** The server has said, on the request's own stream, that a list of its has changed. */
  listChanged(method: string): void;
}

/** @returns what the upstream tells about one request of the client's */
export function relay(call: Relayed, upstream: UpstreamSession, hears: Hears): Listener {
  return new Relay(call, upstream, hears);
}

/** One object a call; five closures in its place were a tenth of what a call leaves behind in here. */
class Relay implements Listener {
  readonly #call: Relayed;
  readonly #upstream: UpstreamSession;
  readonly #hears: Hears;

  constructor(call: Relayed, upstream: UpstreamSession, hears: Hears) {
    this.#call = call;
    this.#upstream = upstream;
    this.#hears = hears;
  }

  notification(message: NotificationMessage): void {
    const { session, policy, reply, message: request } = this.#call;
    if (message.method.endsWith('/list_changed')) this.#call.listChanged(message.method);
    const bytes = forClient(message, { session, policy, upstream: this.#upstream, request });
    if (bytes !== undefined) reply.message(bytes);
  }

  request(message: RequestMessage): void {
    const { session, policy, reply } = this.#call;
    serverAsks(message, session, policy, this.#upstream, (bytes) => reply.message(bytes));
  }

  answer(message: ResultMessage | ErrorMessage): void {
    this.#hears.answered(message);
  }

  failure(failure: UpstreamFailure): void {
    this.#hears.failed(failure);
  }

  settled(): void {
    this.#hears.settled();
  }
}

/** What must be known of a session when its server speaks outside any request: as things stand then, not as they stood. */
export interface Unasked {
  session(): Session;
  policy(): AttachedPolicy | undefined;
  listChanged(method: string): void;
}

/** @returns what the upstream says outside any request: it goes to the stream that the client holds open, if it does */
export function relayUnasked(unasked: Unasked, upstream: UpstreamSession): Pick<Listener, 'notification' | 'request'> {
  return {
    notification: (message) => {
      const to = unasked.session();
      if (message.method.endsWith('/list_changed')) unasked.listChanged(message.method);
      const bytes = forClient(message, { session: to, policy: unasked.policy(), upstream, request: undefined });
      if (bytes !== undefined) to.end.tell(bytes);
    },
    request: (message) => {
      const to = unasked.session();
      serverAsks(message, to, unasked.policy(), upstream, (bytes) => to.end.stream?.send(bytes) ?? false);
    },
  };
}

/** A request of the server's: refused by policy, answered here, or put to the client under an id of ours. */
function serverAsks(
  message: RequestMessage,
  session: Session,
  policy: AttachedPolicy | undefined,
  upstream: UpstreamSession,
  deliver: Deliver,
): void {
  const say = (bytes: Buffer): void => {
    // Whether the server hears our answer is its own affair: it waits or has gone.
    upstream.send(bytes, {}).catch(() => undefined);
  };
  const decision = decideServerRequest(message, session, policy?.policy.serverRequests);
  switch (decision.kind) {
    case 'answer':
      say(writeResult(message.id, decision.result));
      return;
    case 'refuse':
      say(writeError(message.id, { code: decision.rpc, message: decision.message }));
      return;
    case 'ask': {
      if (!session.end.mayBeAsked) {
        say(writeError(message.id, { code: -32603, message: 'The client has too many questions to answer already.' }));
        return;
      }
      const progressKey = keyAt(message.bytes, message.meta.get('progressToken'));
      const { id: upstreamId } = message;
      const id = session.end.ask({ kind: 'server', upstreamId, upstream, progressKey, tasks: session.tasks });
      if (deliver(decision.render(id))) return;
      session.end.answered(`n:${id}`);
      say(writeError(message.id, { code: -32603, message: 'The client cannot be asked now.' }));
      return;
    }
    default:
      assertNever(decision);
  }
}

/**
 * The client's answer to a question of the server's or the gateway's. One that nobody asked for goes nowhere.
 *
 * @param arrived here, and not at another gateway: then one that has asked may be elsewhere
 */
export async function clientAnswers(
  message: ResultMessage | ErrorMessage,
  session: Pick<Session, 'end'>,
  arrived = true,
): Promise<void> {
  if (message.id === undefined) return;
  const asked = session.end.answered(message.id.key);
  if (asked === undefined && arrived) session.end.passOn(message.bytes);
  if (asked?.kind === 'gateway') return asked.answered(message);
  if (asked !== undefined) await asked.upstream.send(answerToServer(message, asked.upstreamId, asked.tasks), {});
}

/** The client cancels one of its requests, whichever server has it, and (where it arrived here) whichever gateway. */
export function clientCancels({ bytes, params }: NotificationMessage, end: ClientEnd, arrived = true): void {
  const key = keyAt(bytes, params.get('requestId'));
  if (key === undefined || end.cancel(key, stringAt(bytes, params.get('reason')))) return;
  if (arrived) end.passOn(bytes);
}

/**
 * The client says how far it has come with what a server asked of it: whoever asked hears of it, by the token that came with
 * the question, and nobody else does. A pipe that sessions share tells its server nothing of who speaks.
 */
export async function clientProgresses(message: NotificationMessage, end: ClientEnd, arrived = true): Promise<void> {
  const key = keyAt(message.bytes, message.params.get('progressToken'));
  if (key === undefined) return;
  const asked = end.askedWith(key);
  if (asked === undefined && arrived) end.passOn(message.bytes);
  if (asked === undefined) return;
  const params = paramsOf(message, undefined, relatedForServer(message, asked.tasks));
  await asked.upstream.send(writeNotification(message.method, params), {});
}

/** A notification of the client's: a cancellation, progress, or one of the few things that the server is told. */
export async function clientNotifies(message: NotificationMessage, session: Session): Promise<void> {
  switch (message.method) {
    case 'notifications/cancelled':
      return clientCancels(message, session.end);
    case 'notifications/progress':
      return clientProgresses(message, session.end);
    case 'notifications/initialized':
      return session.connection.confirm();
    default:
      if (!maySay(message.method, session.capabilities)) return;
      {
        const params = paramsOf(message, undefined, relatedForServer(message, session.tasks));
        await session.connection.current?.send(writeNotification(message.method, params), {});
      }
  }
}

/** The key of an id, or of a token, which has the form of one. */
function keyAt(bytes: Buffer, span: Span | undefined): string | undefined {
  return span === undefined ? undefined : readId(bytes, span)?.key;
}
