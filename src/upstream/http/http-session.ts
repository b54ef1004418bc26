import type { HttpServer } from '../../config/index.ts';
import type { Origin } from '../../egress/index.ts';
import { Bag, type ByteParts, type Clock, Fault } from '../../kernel/index.ts';
import type { JsonCaps, NotificationMessage, RequestMessage } from '../../protocol/index.ts';
import { invalid, unavailable, unsent } from '../failures.ts';
import { QuestionCap, tooManyQuestions } from '../question-cap.ts';
import { notificationsPerSecond, rateCap } from '../rate-cap.ts';
import type { Listener, Pending, RequestHeaders, Resumption, UpstreamFailure, UpstreamSession } from '../upstream.ts';
import { HttpCall } from './http-call.ts';
import { Leg, type LegListener, type LegRequest } from './leg.ts';
import { deleteHeaders, getHeaders, postHeaders, type SessionHeaders } from './outgoing-headers.ts';
import { OwnStream } from './own-stream.ts';

/** What a session needs of its upstream. */
export interface HttpGround {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly server: HttpServer;
  readonly origin: Origin;
  /** Path and query of the endpoint. */
  readonly path: string;
  readonly statics: readonly string[];
  heard(): void;
  failed(failure: UpstreamFailure): void;
  violation(detail: string): void;
  closed(session: HttpSession): void;
}

const endless = 'subscriptions/listen';

/** A parting word is not waited for longer than this. */
const deleteMs = 2_000;

/**
 * A conversation over Streamable HTTP. In the legacy era it is the session that `initialize` was answered with; in the
 * modern one it holds nothing, and each request stands alone.
 */
export class HttpSession implements UpstreamSession {
  readonly caps: JsonCaps & { readonly response: number };
  readonly #ground: HttpGround;
  readonly #mayNotify: () => boolean;
  readonly #questions: QuestionCap;
  readonly #calls = new Bag<HttpCall>();
  #stray: Pick<Listener, 'notification' | 'request'> | undefined;
  #onLost: ((failure: UpstreamFailure) => void) | undefined;
  #ownStream: OwnStream | undefined;
  #sessionId: string | undefined;
  #protocolVersion: string | undefined;
  #lastId = 0;
  /** The headers of every POST of the legacy era, as long as neither the session's id nor its revision is another. */
  #usual: { readonly of: SessionHeaders; readonly headers: readonly string[] } | undefined;
  #over: UpstreamFailure | undefined;

  /** @param resume the session that the server holds already */
  constructor(ground: HttpGround, resume?: Resumption) {
    this.#ground = ground;
    this.#mayNotify = rateCap(ground.clock, notificationsPerSecond);
    this.#questions = new QuestionCap(ground.clock);
    this.#sessionId = resume?.sessionId;
    this.#protocolVersion = resume?.protocolVersion;
    const { response, depth, nodes } = ground.server.caps;
    this.caps = { bytes: response, depth, nodes, response };
  }

  request(render: (upstreamId: number) => ByteParts, headers: RequestHeaders, listener: Listener): Pending {
    this.#lastId += 1;
    const id = this.#lastId;
    if (this.#over !== undefined) {
      return unsent(listener, this.#over, id);
    }
    const call = new HttpCall(this, id, this.#post(render(id), headers), headers, listener);
    this.#calls.add(call);
    return call;
  }

  async send(message: Buffer, headers: RequestHeaders): Promise<void> {
    const failure = this.#over ?? (await this.#questions.whileSent(this.#oneWay(this.#post(message, headers))));
    if (failure !== undefined) throw new Fault(failure.code, failure.message, failure.cause);
  }

  unattributed(listener: Pick<Listener, 'notification' | 'request'>): void {
    this.#stray = listener;
  }

  onLost(handler: (failure: UpstreamFailure) => void): void {
    this.#onLost = handler;
  }

  listen(): void {
    if (this.#over === undefined) this.#ownStream ??= new OwnStream(this, () => this.#stray);
  }

  get sessionId(): string | undefined {
    return this.#sessionId;
  }

  async close(how: 'ended' | 'left' = 'ended'): Promise<void> {
    if (this.#over !== undefined) return;
    this.#end(unavailable('The conversation with the server was closed.', true));
    if (this.#sessionId !== undefined && how === 'ended') {
      const headers = deleteHeaders(this.#ground.statics, this.#headers());
      await this.#oneWay({ ...this.#to('DELETE'), headers, firstByteMs: deleteMs });
    }
    this.#ground.closed(this);
  }

  // What follows is for the session's own calls and streams.

  leg(request: LegRequest, listener: LegListener): Leg {
    return new Leg(this.#ground.origin, request, listener);
  }

  /** The request that takes up a stream; `lastEventId` names where. */
  get(lastEventId: string | undefined): LegRequest {
    return { ...this.#to('GET'), headers: getHeaders(this.#ground.statics, this.#headers(), lastEventId) };
  }

  /** Passes a notification on, unless there were too many within the second. */
  notify(listener: Pick<Listener, 'notification'> | undefined, message: NotificationMessage): void {
    if (this.#mayNotify()) listener?.notification(message);
    else this.violation('sends more notifications than may be passed on');
  }

  /** Puts a question of the server's, unless there are too many. */
  ask(listener: Pick<Listener, 'request'> | undefined, message: RequestMessage): void {
    if (this.#questions.passes()) listener?.request(message);
    else this.violation(tooManyQuestions);
  }

  /** Sends a notification of the gateway's own, and lets it go. */
  tell(message: Buffer, then: () => void): void {
    const headers = this.#protocolVersion === undefined ? {} : { protocolVersion: this.#protocolVersion };
    void this.#oneWay(this.#post(message, headers)).then(then);
  }

  /** The first session id that the server gives is the session's. */
  keepId(id: string): void {
    this.#sessionId ??= id;
  }

  heard(): void {
    this.#ground.heard();
  }

  failed(failure: UpstreamFailure): void {
    this.#ground.failed(failure);
  }

  violation(detail: string): void {
    this.#ground.violation(detail);
  }

  forget(call: HttpCall): void {
    this.#calls.delete(call);
  }

  /** The server does not know the session any more. */
  gone(): UpstreamFailure {
    const failure: UpstreamFailure = { ...unavailable('The server has lost the session.', true), status: 404 };
    if (this.#over === undefined) {
      // Whoever hears of it from a call may want to go on in another session at once.
      this.#onLost?.(failure);
      this.#end(failure);
      this.#ground.closed(this);
    }
    return failure;
  }

  #end(failure: UpstreamFailure): void {
    this.#over = failure;
    this.#ownStream?.close();
    for (const call of this.#calls.all()) call.close(failure);
  }

  #post(body: ByteParts, headers: RequestHeaders): LegRequest {
    this.#protocolVersion = headers.protocolVersion ?? this.#protocolVersion;
    // The answer to a subscription may never come: no silence is too long.
    const silence = headers.method === endless ? { idleMs: 0 } : {};
    return { ...this.#to('POST'), headers: this.#postHeaders(headers), body, ...silence };
  }

  #postHeaders(request: RequestHeaders): readonly string[] {
    const of = this.#headers();
    if (request.method !== undefined) return postHeaders(this.#ground.statics, of, request);
    const usual = this.#usual;
    if (usual !== undefined && isSame(usual.of, of)) return usual.headers;
    const headers = Object.freeze(postHeaders(this.#ground.statics, of, {}));
    this.#usual = { of, headers };
    return headers;
  }

  /**
   * Sends what is not answered, and reads no more than the head of the response.
   *
   * @returns why it was not accepted, if it was not
   */
  #oneWay(request: LegRequest): Promise<UpstreamFailure | undefined> {
    return new Promise((resolve) => {
      const leg = this.leg(request, {
        head: (head) => {
          if (head.kind !== 'accepted') leg.abort();
          if (head.kind === 'gone') resolve(this.gone());
          else if (head.kind === 'json' && head.status >= 400) {
            resolve({ ...invalid('did not accept a message'), status: head.status });
          } else resolve(undefined);
        },
        data: () => {},
        ended: () => {},
        failed: resolve,
      });
    });
  }

  #headers(): SessionHeaders {
    return { sessionId: this.#sessionId, protocolVersion: this.#protocolVersion };
  }

  #to<Method extends LegRequest['method']>(method: Method): { method: Method; path: string; inSession: boolean } {
    return { method, path: this.#ground.path, inSession: this.#sessionId !== undefined };
  }
}

function isSame(one: SessionHeaders, other: SessionHeaders): boolean {
  return one.sessionId === other.sessionId && one.protocolVersion === other.protocolVersion;
}
