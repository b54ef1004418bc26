import { assertNever, type ByteParts, Fault } from '../../kernel/index.ts';
import {
  type ErrorMessage,
  type JsonCaps,
  type Message,
  type NotificationMessage,
  type RequestMessage,
  type ResultMessage,
  SseDecoder,
  type SseEvent,
  type Unreadable,
} from '../../protocol/index.ts';
import { invalid, timedOut, unavailable, unsent } from '../failures.ts';
import type { HttpGround } from '../http/http-session.ts';
import { Leg } from '../http/leg.ts';
import { getHeaders, postHeaders } from '../http/outgoing-headers.ts';
import { cancelledNotification } from '../own-messages.ts';
import { QuestionCap, tooManyQuestions } from '../question-cap.ts';
import { notificationsPerSecond, rateCap } from '../rate-cap.ts';
import { attribute, issuedNumber } from '../stdio/attribute.ts';
import { type Issued, IssuedRequests } from '../stdio/issued-requests.ts';
import type { Participant } from '../stdio/participant.ts';
import type { Listener, Pending, RequestHeaders, UpstreamFailure, UpstreamSession } from '../upstream.ts';
import { whenRead } from '../when-read.ts';
import { endpointPath } from './endpoint.ts';

/** What a session over HTTP+SSE needs of its upstream. */
export interface SseGround extends Omit<HttpGround, 'path' | 'closed'> {
  readonly url: URL;
  closed(session: SseSession): void;
}

const noSession = { sessionId: undefined, protocolVersion: undefined };

/**
 * A conversation over HTTP+SSE, the transport of revision 2024-11-05: one stream is opened, which says first where
 * messages are posted to, and then brings everything that the server has to say. When it ends, the session has ended:
 * there is no way to take it up again.
 *
 *     opening → open → over
 */
export class SseSession implements UpstreamSession {
  /** Resolves when the server has said where to post to; rejects with a `Fault` when the stream came to nothing. */
  readonly opened: Promise<void>;
  readonly #ground: SseGround;
  readonly #caps: JsonCaps;
  readonly #stream: Leg;
  readonly #decoder: SseDecoder;
  readonly #issued: IssuedRequests;
  readonly #mayNotify: () => boolean;
  readonly #questions: QuestionCap;
  readonly #self: Participant;
  readonly #posts = new Set<Leg>();
  readonly #opening: { resolve(): void; reject(error: unknown): void };
  readonly #patience: NodeJS.Timeout;
  #endpoint: string | undefined;
  #onLost: ((failure: UpstreamFailure) => void) | undefined;
  #lastId = 0;
  #over: UpstreamFailure | undefined;

  constructor(ground: SseGround) {
    this.#ground = ground;
    this.#mayNotify = rateCap(ground.clock, notificationsPerSecond);
    this.#questions = new QuestionCap(ground.clock);
    const { caps, timeouts } = ground.server;
    const { response, depth, nodes } = caps;
    this.#caps = { bytes: response, depth, nodes };
    this.#decoder = new SseDecoder({ line: response, event: response });
    this.#issued = new IssuedRequests(timeouts.idleMs);
    this.#self = { stray: undefined, lost: () => {} };
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.opened = promise;
    this.#opening = { resolve, reject };
    // Nobody need wait for it.
    promise.catch(() => {});
    this.#patience = setTimeout(
      () => this.#lose(timedOut('The server did not say where to post to.', false)),
      timeouts.firstByteMs,
    );
    const { pathname, search } = ground.url;
    const headers = getHeaders(ground.statics, noSession);
    const request = { method: 'GET', path: pathname + search, headers, inSession: false, idleMs: 0 } as const;
    this.#stream = new Leg(ground.origin, request, {
      head: (head) => {
        if (head.kind !== 'events') this.#lose(invalid('opened no stream'));
      },
      data: (chunk) => this.#chunk(chunk),
      ended: () => this.#lose(unavailable('The server has ended the session.', true)),
      failed: (failure) => this.#lose(failure),
    });
  }

  request(render: (upstreamId: number) => ByteParts, _headers: RequestHeaders, listener: Listener): Pending {
    this.#lastId += 1;
    const id = this.#lastId;
    if (this.#over !== undefined) {
      return unsent(listener, this.#over, id);
    }
    const message = render(id);
    const timer = setTimeout(() => this.#timeout(id), this.#ground.server.timeouts.firstByteMs);
    const issued: Issued = {
      id,
      participant: this.#self,
      listener,
      serverRequests: new Set(),
      endless: false,
      timer,
    };
    this.#issued.add(issued);
    void this.#post(message).then((failure) => {
      if (failure !== undefined) this.#issued.end(id, (waiting) => waiting.failure(failure));
    });
    return { upstreamId: id, cancel: (reason) => this.#cancel(id, reason) };
  }

  async send(message: Buffer, _headers: RequestHeaders): Promise<void> {
    const failure = await this.#questions.whileSent(this.#post(message));
    if (failure !== undefined) throw new Fault(failure.code, failure.message, failure.cause);
  }

  unattributed(listener: Pick<Listener, 'notification' | 'request'>): void {
    this.#self.stray = listener;
  }

  onLost(handler: (failure: UpstreamFailure) => void): void {
    this.#onLost = handler;
  }

  /** The one stream is open already. */
  listen(): void {}

  async close(): Promise<void> {
    this.#end(unavailable('The conversation with the server was closed.', true));
  }

  /** @returns why the server has not taken the message, if it has not */
  async #post(body: ByteParts): Promise<UpstreamFailure | undefined> {
    try {
      await this.opened;
    } catch {
      return this.#over;
    }
    const path = this.#endpoint;
    if (this.#over !== undefined || path === undefined) return this.#over;
    const headers = postHeaders(this.#ground.statics, noSession, {});
    return new Promise((resolve) => {
      const leg: Leg = new Leg(
        this.#ground.origin,
        { method: 'POST', path, headers, body, inSession: false },
        {
          head: (head) => {
            // The answer comes on the stream; what a server writes here is not read.
            if (head.kind !== 'accepted') leg.abort();
            const refused = head.kind === 'json' && head.status >= 400;
            done(refused ? { ...invalid('did not accept a message'), status: head.status } : undefined);
          },
          data: () => {},
          ended: () => done(undefined),
          failed: (failure) => done(failure),
        },
      );
      this.#posts.add(leg);
      const done = (failure: UpstreamFailure | undefined): void => {
        this.#posts.delete(leg);
        resolve(failure);
      };
    });
  }

  #chunk(chunk: Buffer): void | Promise<void> {
    let events: SseEvent[];
    try {
      events = this.#decoder.push(chunk);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#lose(invalid('sent a message over the size limit', error.message));
      return;
    }
    return this.#take(events, 0);
  }

  /** One after the other: what comes behind one that takes long waits for it. */
  #take(events: readonly SseEvent[], from: number): void | Promise<void> {
    for (let i = from; i < events.length; i += 1) {
      const { event, data } = events[i] as SseEvent;
      if (this.#over !== undefined) return;
      if (event === 'endpoint') this.#open(data.toString('utf8'));
      if (event !== 'message' || data.length === 0) continue;
      const taking = whenRead(data, this.#caps, (message) => this.#message(message));
      if (taking !== undefined) return taking.then(() => this.#take(events, i + 1));
    }
  }

  #open(said: string): void {
    // A server that changed its mind in the middle could send the rest of the session elsewhere.
    if (this.#endpoint !== undefined) {
      this.#ground.violation('named another place to post to');
      return;
    }
    const path = endpointPath(this.#ground.url, said);
    if (path === undefined) {
      this.#lose(invalid('wants messages to be posted to another place than its own'));
      return;
    }
    clearTimeout(this.#patience);
    this.#endpoint = path;
    this.#opening.resolve();
  }

  #message(message: Message | Unreadable): void {
    if (this.#over !== undefined) return;
    switch (message.kind) {
      case 'result':
      case 'error':
        this.#answer(message);
        break;
      case 'notification':
        this.#notification(message);
        break;
      case 'request':
        this.#request(message);
        break;
      case 'unreadable':
        // One stream for everything: what it was about cannot be known, and somebody waits for it.
        this.#lose(invalid('sent a message that cannot be read', message.message));
        break;
      default:
        assertNever(message);
    }
  }

  #answer(message: ResultMessage | ErrorMessage): void {
    const id = message.id === undefined ? undefined : issuedNumber(message.id);
    if (id !== undefined && this.#issued.end(id, (listener) => listener.answer(message))) this.#ground.heard();
    else if (id === undefined || !this.#issued.late(id)) this.#ground.violation('answered what it was not asked');
  }

  #notification(message: NotificationMessage): void {
    const issued = attribute(message, this.#issued.waiting);
    if (issued !== undefined) this.#alive(issued);
    if (this.#mayNotify()) (issued?.listener ?? this.#self.stray)?.notification(message);
    else this.#ground.violation('sends more notifications than may be passed on');
  }

  #request(message: RequestMessage): void {
    if (!this.#questions.passes()) {
      this.#ground.violation(tooManyQuestions);
      return;
    }
    const issued = attribute(message, this.#issued.waiting);
    if (issued !== undefined) {
      issued.serverRequests.add(message.id.key);
      this.#alive(issued);
    }
    (issued?.listener ?? this.#self.stray)?.request(message);
  }

  /** A sign of life: from now on the request may be silent for as long as a stream may. */
  #alive(issued: Issued): void {
    clearTimeout(issued.timer);
    issued.timer = setTimeout(() => this.#timeout(issued.id), this.#ground.server.timeouts.idleMs);
  }

  #timeout(id: number): void {
    const issued = this.#issued.waiting.get(id);
    if (issued === undefined) return;
    this.#cancel(id, 'timed out');
    issued.listener.failure(timedOut('The server did not answer in time.', true));
  }

  #cancel(id: number, reason?: string): void {
    if (this.#issued.giveUp(id) && this.#over === undefined) void this.#post(cancelledNotification(id, reason));
  }

  #lose(failure: UpstreamFailure): void {
    if (this.#over !== undefined) return;
    this.#end(failure);
    this.#ground.failed(failure);
    this.#onLost?.(failure);
  }

  #end(failure: UpstreamFailure): void {
    if (this.#over !== undefined) return;
    this.#over = failure;
    clearTimeout(this.#patience);
    this.#stream.abort();
    for (const leg of this.#posts) leg.abort();
    this.#opening.reject(new Fault(failure.code, failure.message, failure.cause));
    this.#issued.failAll(failure);
    this.#ground.closed(this);
  }
}
