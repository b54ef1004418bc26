import { assertNever } from '../../kernel/index.ts';
import {
  type ErrorMessage,
  isJsonObject,
  type Piece,
  paramsOf,
  type RequestMessage,
  type ResultMessage,
  stringAt,
  valueAt,
  writeError,
  writeRequest,
} from '../../protocol/index.ts';
import {
  invalid,
  type Listener,
  type Pending,
  type RequestHeaders,
  type UpstreamFailure,
  type UpstreamSession,
} from '../../upstream/index.ts';
import { tell } from '../answer-at-once.ts';
import { mayAskBack } from '../methods.ts';
import { type Envelope, envelopeEdits, modern, modernHeaders } from '../modern-envelope.ts';
import { ownAnswer, ownRequest } from '../own-message.ts';
import { mostRounds, type Timing } from '../timing.ts';
import { type InputRequired, readInputRequired } from './input-required.ts';
import { legacyAnswer } from './legacy-answer.ts';
import { withTasks } from './modern-tasks.ts';

/** Where a request of the client's stands. */
type State =
  /** The server has it. */
  | { readonly kind: 'sent'; readonly pending: Pending }
  /** The server wants to know something, and the client has been asked. */
  | {
      readonly kind: 'asking';
      /** Id of each question that has no answer yet → how the server knows it. */
      readonly missing: Map<number, string>;
      readonly answers: [key: string, value: Piece][];
      readonly requestState: string | undefined;
      readonly timer: NodeJS.Timeout;
    }
  /** The server wants nothing but to be asked again. */
  | { readonly kind: 'pausing'; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'over' };

/** What a round trip needs of its bridge. */
export interface RoundTripGround {
  readonly inner: UpstreamSession;
  readonly timing: Timing;
  envelope(): Envelope;
  /** @returns an id for a question; the client's answer under it comes to this round trip */
  question(trip: RoundTrip): number;
  withdraw(questionId: number): void;
  ended(trip: RoundTrip): void;
  /** Where the server makes tasks: what a call that asked for one is answered with. */
  asTask: ((asked: RequestMessage, answer: ResultMessage) => Buffer | undefined) | undefined;
}

/**
 * One request of a legacy client's to a modern server. Where the server answers that it needs something, the client is
 * asked by requests of its own era, and the server is asked the same again, with the answers and with its state:
 *
 *     sent → (input_required) → asking → (all answered) → sent → … → over
 *
 * The listener hears one answer or failure, and `settled` once the server is done with the last of it.
 */
export class RoundTrip implements Pending {
  readonly upstreamId: number;
  readonly #ground: RoundTripGround;
  readonly #request: RequestMessage;
  readonly #headers: RequestHeaders;
  readonly #listener: Listener;
  readonly #uri: string | undefined;
  readonly #asTask: RoundTripGround['asTask'];
  #state: State;
  #rounds = 0;
  /** Requests that the server is not done with. */
  #legs = 0;
  #settled = false;

  /** @param repeated what headers repeat of the arguments, as they were judged */
  constructor(
    ground: RoundTripGround,
    upstreamId: number,
    request: RequestMessage,
    repeated: RequestHeaders['params'],
    listener: Listener,
  ) {
    this.upstreamId = upstreamId;
    this.#ground = ground;
    this.#request = request;
    this.#headers = {
      ...modernHeaders(request.method, modern.nameOf(request)),
      ...(repeated === undefined ? {} : { params: repeated }),
    };
    this.#listener = listener;
    this.#uri = stringAt(request.bytes, request.params.get('uri'));
    this.#asTask = request.method === 'tools/call' && request.params.has('task') ? ground.asTask : undefined;
    this.#state = { kind: 'sent', pending: this.#send([]) };
  }

  /** The client has answered a question. One that is not open any more is of no interest. */
  clientAnswered(questionId: number, message: ResultMessage | ErrorMessage): void {
    const state = this.#state;
    if (state.kind !== 'asking') return;
    const key = state.missing.get(questionId);
    if (key === undefined) return;
    state.missing.delete(questionId);
    if (message.kind === 'error') {
      this.#finish(() => this.#refused(message));
      return;
    }
    state.answers.push([key, { bytes: message.bytes, span: message.result }]);
    if (state.missing.size > 0) return;
    clearTimeout(state.timer);
    const responses = state.answers.map(([name, value], n) => [
      `${n === 0 ? '{' : ','}${JSON.stringify(name)}:`,
      value,
    ]);
    this.#again([['inputResponses', [...responses, '}']], ...stateParam(state.requestState)]);
  }

  cancel(reason?: string): void {
    const state = this.#state;
    this.#finish(() => {
      if (state.kind === 'sent') state.pending.cancel(reason);
    });
  }

  /** The conversation with the server ends. What the server has fails by itself; what waits for the client does here. */
  close(failure: UpstreamFailure): void {
    if (this.#state.kind !== 'sent') this.#finish(() => this.#listener.failure(failure));
  }

  #send(more: readonly (readonly [key: string, value: Piece])[]): Pending {
    const { inner } = this.#ground;
    const { method, meta } = this.#request;
    this.#legs += 1;
    return inner.request(
      (id) => {
        const { envelope } = this.#ground;
        const edits = envelopeEdits(this.#asTask === undefined ? envelope() : withTasks(envelope()));
        if (meta.has('progressToken')) edits.set('progressToken', String(id));
        return writeRequest(id, method, paramsOf(this.#request, new Map([['task', undefined], ...more]), edits));
      },
      this.#headers,
      {
        notification: (message) => {
          if (this.#state.kind === 'sent') this.#listener.notification(message);
        },
        // In this era a server asks by its answer, and by nothing else.
        request: ({ id }) => {
          const refusal = { code: -32601, message: 'Requests are not answered in this revision.' };
          inner.send(writeError(id, refusal), {}).catch(() => undefined);
        },
        answer: (message) => this.#answered(message),
        failure: (failure) => {
          // Of a call that was sent once something has arrived, whatever becomes of its repetition.
          this.#finish(() => this.#listener.failure(this.#rounds > 0 ? { ...failure, sent: true } : failure));
        },
        settled: () => {
          this.#legs -= 1;
          this.#settle();
        },
      },
    );
  }

  #answered(message: ResultMessage | ErrorMessage): void {
    const type = message.kind === 'result' ? stringAt(message.bytes, message.members.get('resultType')) : undefined;
    if (message.kind === 'result' && this.#asTask !== undefined && type !== 'input_required') {
      const told = this.#asTask(this.#request, message);
      if (told === undefined) this.#fail('answered with a task that is none');
      else this.#finish(() => this.#listener.answer(ownAnswer(told)));
    } else if (message.kind === 'error' || type === undefined || type === 'complete') {
      const { id, method } = this.#request;
      this.#finish(() => this.#listener.answer(legacyAnswer(message, id, method, this.#uri)));
    } else if (type !== 'input_required' || !mayAskBack.has(this.#request.method)) {
      this.#fail('answered in a way that this request has no use for');
    } else {
      const input = readInputRequired(message);
      if (input === undefined) this.#fail('asked for something that is no question');
      else if (this.#rounds >= mostRounds) this.#fail(`asked back more than ${mostRounds} times`);
      else this.#ask(input);
    }
  }

  #ask({ questions, requestState }: InputRequired): void {
    this.#rounds += 1;
    const { timing } = this.#ground;
    if (questions.length === 0) {
      const timer = setTimeout(() => this.#again(stateParam(requestState)), timing.pauseMs);
      this.#state = { kind: 'pausing', timer };
      return;
    }
    const asked = questions.map((question) => ({ question, id: this.#ground.question(this) }));
    const timer = setTimeout(() => this.#late(), timing.answerMs).unref();
    const missing = new Map(asked.map(({ question, id }) => [id, question.key]));
    const state: State = { kind: 'asking', missing, answers: [], requestState, timer };
    this.#state = state;
    for (const { question, id } of asked) {
      // One that is refused on the spot ends the call, and the others need not be asked.
      if (this.#state !== state) return;
      this.#listener.request(ownRequest(question.render(id)));
    }
  }

  #again(more: readonly (readonly [key: string, value: Piece])[]): void {
    this.#state = { kind: 'sent', pending: this.#send(more) };
  }

  #late(): void {
    const failure = { code: 'upstream_timeout', message: 'The client did not answer the server in time.' } as const;
    this.#finish(() => this.#listener.failure({ ...failure, sent: true }));
  }

  /** The client or the policy will not answer. This era has no words for that to the server, so the call ends. */
  #refused(message: ErrorMessage): void {
    const error = valueAt(message.bytes, message.error);
    const why = isJsonObject(error) && typeof error.message === 'string' ? error.message : 'It was refused.';
    const text = `The server needs an answer from the client, and there is none: ${why}`;
    tell(this.#listener, this.#request.id, { kind: 'error', error: { code: -32603, message: text } });
  }

  /** @param what completes "The server …" */
  #fail(what: string): void {
    this.#finish(() => this.#listener.failure(invalid(what)));
  }

  /** Ends it once, whatever comes first. */
  #finish(last: () => void): void {
    const state = this.#state;
    if (state.kind === 'over') return;
    this.#state = { kind: 'over' };
    switch (state.kind) {
      case 'asking':
        clearTimeout(state.timer);
        for (const id of state.missing.keys()) this.#ground.withdraw(id);
        break;
      case 'pausing':
        clearTimeout(state.timer);
        break;
      case 'sent':
        break;
      default:
        assertNever(state);
    }
    last();
    this.#ground.ended(this);
    this.#settle();
  }

  #settle(): void {
    if (this.#settled || this.#legs > 0 || this.#state.kind !== 'over') return;
    this.#settled = true;
    this.#listener.settled?.();
  }
}

function stateParam(requestState: string | undefined): [string, Piece][] {
  return requestState === undefined ? [] : [['requestState', requestState]];
}
