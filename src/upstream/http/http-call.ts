import type { ResponseHeaders } from '../../egress/index.ts';
import { assertNever, type Bagged } from '../../kernel/index.ts';
import type { ErrorMessage, Message, ResultMessage, Unreadable } from '../../protocol/index.ts';
import { invalid } from '../failures.ts';
import { cancelledNotification } from '../own-messages.ts';
import type { Listener, Pending, RequestHeaders, UpstreamFailure } from '../upstream.ts';
import { whenRead } from '../when-read.ts';
import { type BodyListener, type BodyReader, EventBody, JsonBody, type StreamPosition } from './body-reader.ts';
import type { HttpSession } from './http-session.ts';
import type { Leg, LegListener, LegRequest } from './leg.ts';
import { type PromisedBody, readSessionId } from './response-head.ts';

/** After the answer a server has this long to close its stream; then the gateway does. */
const lingerMs = 2_000;
/** How often in a row a stream that ended before the answer is taken up again without anything new on it. */
const resumptions = 5;
const defaultRetryMs = 1_000;
const longestRetryMs = 30_000;

/**
 * One request to an upstream over HTTP: the POST, what comes on its stream, and, where a server closes a stream that
 * it numbered, the GETs that take it up again.
 */
export class HttpCall implements Pending, LegListener, BodyListener, Bagged {
  readonly upstreamId: number;
  place = -1;
  readonly #session: HttpSession;
  readonly #listener: Listener;
  readonly #modern: boolean;
  readonly #position: StreamPosition = { lastEventId: undefined, retryMs: undefined };
  #leg: Leg;
  #body: BodyReader | undefined;
  /** Set while a response with an error status is read, which only an error may answer. */
  #errorStatus: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #resumed = 0;
  #unseen = false;
  #done = false;
  #answered = false;

  constructor(session: HttpSession, id: number, post: LegRequest, headers: RequestHeaders, listener: Listener) {
    this.upstreamId = id;
    this.#session = session;
    this.#listener = listener;
    this.#modern = headers.method !== undefined;
    this.#leg = session.leg(post, this);
  }

  cancel(reason?: string): void {
    if (this.#done) return;
    this.#finish();
    // Before 2026-07-28 a broken connection tells a server nothing, so it is told first, if it knows of the request.
    const leave = (): void => {
      this.#leg.abort();
      this.#listener.settled?.();
    };
    if (this.#modern || !this.#sent) leave();
    else this.#session.tell(cancelledNotification(this.upstreamId, reason), leave);
  }

  /** The session is at its end. */
  close(failure: UpstreamFailure): void {
    if (this.#done) return;
    this.#finish();
    this.#leg.abort();
    this.#listener.failure({ ...failure, sent: this.#sent, ...(this.#unseen && { unseen: true }) });
    this.#listener.settled?.();
  }

  get #sent(): boolean {
    return this.#leg.sent || this.#resumed > 0;
  }

  head(head: Exclude<PromisedBody, { kind: 'failure' }>, headers: ResponseHeaders): void {
    switch (head.kind) {
      case 'gone':
        // A stream that is not there any more says nothing of the request that it belonged to.
        this.#unseen = this.#resumed === 0;
        // Which closes this call with all the others of the session.
        this.#session.gone();
        return;
      case 'accepted':
        this.#fail(invalid('accepted the request without an answer'));
        return;
      case 'json': {
        const announced = Number(headers['content-length'] ?? 0);
        this.#errorStatus = head.status >= 400 ? head.status : undefined;
        this.#body = new JsonBody(this.#session.caps.response, announced, this);
        // What is announced as too long is not waited for.
        if (announced > this.#session.caps.response) this.tooLarge();
        break;
      }
      case 'events':
        this.#body = new EventBody(this.#session.caps.response, this.#position, this);
        break;
      default:
        assertNever(head);
    }
    if (this.#errorStatus === undefined) this.#keepSessionId(headers['mcp-session-id']);
  }

  room(): Buffer | undefined {
    return this.#body?.room;
  }

  message(bytes: Buffer): void | Promise<void> {
    if (this.#done) {
      // What was broken off here may still have more in the piece that is being read.
      if (this.#answered) this.#session.violation('went on after its answer');
      this.#leg.abort();
      return;
    }
    this.#resumed = 0;
    return whenRead(bytes, this.#session.caps, (message) => this.#take(message));
  }

  tooLarge(): void {
    this.#fail(invalid('sent a message over the size limit'));
  }

  #keepSessionId(header: string | string[] | undefined): void {
    if (header === undefined || this.#modern) return;
    const id = readSessionId(header);
    if (id === undefined) this.#fail(invalid('gave a session id that cannot be used'));
    else this.#session.keepId(id);
  }

  #take(message: Message | Unreadable): void {
    // Somebody may have lost interest while it was read.
    if (this.#done) return;
    if (this.#body instanceof EventBody) this.#event(message);
    else this.#wholeAnswer(message);
  }

  /** The body of a JSON response: the answer and nothing else. */
  #wholeAnswer(message: Message | Unreadable): void {
    if (message.kind === 'result' || message.kind === 'error') this.#answer(message);
    else if (message.kind === 'unreadable')
      this.#fail(this.#withStatus(invalid('gave an answer that cannot be read', message.message)));
    else this.#fail(this.#withStatus(invalid('gave no answer')));
  }

  #event(message: Message | Unreadable): void {
    switch (message.kind) {
      case 'result':
      case 'error':
        this.#answer(message);
        // Lets the connection be used again, where the server ends its stream as it should.
        this.#timer = setTimeout(() => this.#leg.abort(), lingerMs).unref();
        break;
      case 'notification':
        this.#session.notify(this.#listener, message);
        break;
      case 'request':
        this.#session.ask(this.#listener, message);
        break;
      case 'unreadable':
        this.#fail(invalid('sent a message that cannot be read', message.message));
        break;
      default:
        assertNever(message);
    }
  }

  #answer(message: ResultMessage | ErrorMessage): void {
    if (message.id?.key !== `n:${this.upstreamId}`) {
      const what = message.id === undefined ? 'did not accept the request' : 'answered what it was not asked';
      const refusal = message.kind === 'error' && message.id === undefined ? { refusal: message } : {};
      this.#fail({ ...this.#withStatus(invalid(what)), ...refusal });
      return;
    }
    if (this.#errorStatus !== undefined && message.kind === 'result') {
      this.#fail(this.#withStatus(invalid('gave a result with an error status')));
      return;
    }
    this.#answered = true;
    this.#finish();
    this.#session.heard();
    this.#listener.answer(message);
    this.#listener.settled?.();
  }

  data(chunk: Buffer): void | Promise<void> {
    return this.#body?.chunk(chunk);
  }

  ended(): void | Promise<void> {
    const ending = this.#body?.end();
    if (ending !== undefined) return ending.then(() => this.#over());
    this.#over();
  }

  /** There is no more of the response. */
  #over(): void {
    clearTimeout(this.#done ? this.#timer : undefined);
    if (!this.#done) this.#resume(invalid('ended its answer before it was complete'));
  }

  failed(failure: UpstreamFailure): void {
    clearTimeout(this.#done ? this.#timer : undefined);
    if (this.#done) return;
    if (failure.code === 'upstream_unavailable') this.#resume(failure);
    else this.#fail(failure);
  }

  /** A server of the legacy era may close a stream whose events it numbers, and go on with it when it is asked again. */
  #resume(failure: UpstreamFailure): void {
    const { lastEventId, retryMs } = this.#position;
    if (lastEventId === undefined || this.#modern || this.#resumed >= resumptions) {
      this.#fail({ ...failure, sent: failure.sent || this.#resumed > 0 });
      return;
    }
    this.#resumed += 1;
    this.#body = undefined;
    this.#timer = setTimeout(
      () => {
        this.#leg = this.#session.leg(this.#session.get(lastEventId), this);
      },
      Math.min(retryMs ?? defaultRetryMs, longestRetryMs),
    );
  }

  #withStatus(failure: UpstreamFailure): UpstreamFailure {
    return this.#errorStatus === undefined ? failure : { ...failure, status: this.#errorStatus };
  }

  #fail(failure: UpstreamFailure): void {
    if (this.#done) return;
    this.#finish();
    this.#leg.abort();
    // Whoever waits is told first: nothing that goes wrong with what is said of it can leave it waiting.
    this.#listener.failure(failure);
    this.#listener.settled?.();
    this.#session.failed(failure);
  }

  #finish(): void {
    this.#done = true;
    clearTimeout(this.#timer);
    this.#session.forget(this);
  }
}
