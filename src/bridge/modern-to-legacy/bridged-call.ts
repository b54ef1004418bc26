import { assertNever, newId } from '../../kernel/index.ts';
import {
  type ErrorMessage,
  type NotificationMessage,
  paramsOf,
  type RequestMessage,
  type ResultMessage,
  type RpcError,
  readId,
  stringAt,
  writeError,
  writeRequest,
  writeResult,
} from '../../protocol/index.ts';
import { invalid, type Listener, type Pending, type UpstreamFailure } from '../../upstream/index.ts';
import { tell } from '../answer-at-once.ts';
import { conversationClosed, failureOf } from '../failures.ts';
import { isAsSevere } from '../log-levels.ts';
import { readLetter, type ToHolder } from '../mailbox/letter.ts';
import type { Mailbox } from '../mailbox/mailbox.ts';
import { mayBeAsked } from '../may-be-asked.ts';
import { membersAt } from '../members-at.ts';
import { mayAskBack } from '../methods.ts';
import { ownRequest } from '../own-message.ts';
import { mostRounds, type Timing } from '../timing.ts';
import { Audience } from './audience.ts';
import type { Lease } from './conversation-pool.ts';
import { type LetterListener, letterListener } from './letter-listener.ts';
import { modernAnswer } from './modern-answer.ts';
import { inputRequests, type Question, questionParams } from './question.ts';
import { modernMeta, type Told } from './told.ts';

/** Where a call stands. */
type State =
  /** It waits for a conversation. */
  | { readonly kind: 'opening' }
  /** The server has it, and a request of the client's waits for what it says. */
  | { readonly kind: 'running'; gather: NodeJS.Timeout | undefined }
  /** The client was told what the server wants to know. Nobody waits; the server does. */
  | { readonly kind: 'asking'; readonly timer: NodeJS.Timeout }
  | { readonly kind: 'over' };

/** What a held call needs of its bridge. */
export interface BridgedCallGround {
  readonly mailbox: Mailbox;
  readonly timing: Timing;
  lease(told: Told): Promise<Lease>;
  /** Whether the call may wait for its client, as others do. */
  mayHold(call: BridgedCall): boolean;
  held(call: BridgedCall): void;
  ended(call: BridgedCall): void;
}

/** Questions of one call that are open, at most. */
const mostQuestions = 32;

/**
 * One request of a modern client's to a legacy server. While the server asks something back, its call stays open, and
 * the client has its answer: `input_required`, with the address at which the call is held as the state. When the client
 * comes back with that state, the server is told what it wanted to know, and the call goes on:
 *
 *     opening → running → (the server asks) → asking → (the client comes back) → running → … → over
 *
 * Each request that waits hears one answer or failure; all hear `settled` once the server is done with the call.
 */
export class BridgedCall {
  readonly #ground: BridgedCallGround;
  readonly #request: RequestMessage;
  readonly #told: Told;
  readonly #uri: string | undefined;
  readonly #address = newId();
  #state: State = { kind: 'opening' };
  readonly #audience = new Audience();
  #lease: Lease | undefined;
  #pending: Pending | undefined;
  readonly #questions = new Map<string, Question>();
  #lastKey = 0;
  #rounds = 0;
  #outcome: ResultMessage | ErrorMessage | UpstreamFailure | undefined;
  /** Gives up the address, once it has one. */
  #release: (() => void) | undefined;
  #settled = false;

  constructor(ground: BridgedCallGround, request: RequestMessage, told: Told, listener: Listener) {
    this.#ground = ground;
    this.#request = request;
    this.#told = told;
    this.#uri = stringAt(request.bytes, request.params.get('uri'));
    this.#audience.join(request.id, listener);
    void this.#begin();
  }

  /** The client that waits has left. */
  cancel(reason?: string): void {
    if (this.#state.kind === 'asking') return;
    this.#audience.leave();
    this.#end(reason);
  }

  /** The conversation ends: nobody can come back any more. */
  close(): void {
    this.#deliver(conversationClosed());
    this.#end('The client is gone.');
  }

  async #begin(): Promise<void> {
    let lease: Lease;
    try {
      lease = await this.#ground.lease(this.#told);
    } catch (error) {
      this.#deliver(failureOf(error));
      this.#end();
      this.#settle();
      return;
    }
    if (this.#state.kind !== 'opening') {
      lease.release();
      this.#settle();
      return;
    }
    this.#lease = lease;
    this.#state = { kind: 'running', gather: undefined };
    const { upstream, headers } = lease.conversation;
    this.#pending = upstream.request((id) => this.#render(id), headers, {
      notification: (message) => this.#serverNotifies(message),
      request: (message) => this.#serverAsks(message),
      answer: (message) => this.#serverEnds(message),
      failure: (failure) => this.#serverEnds(failure),
      settled: () => this.#settle(),
    });
  }

  #render(id: number): Buffer {
    const { method, meta } = this.#request;
    const edits = new Map<string, string | undefined>(modernMeta);
    if (meta.has('progressToken')) edits.set('progressToken', String(id));
    const own = new Map([
      ['inputResponses', undefined],
      ['requestState', undefined],
    ]);
    return writeRequest(id, method, paramsOf(this.#request, own, edits));
  }

  #serverAsks(message: RequestMessage): void {
    const { method, id } = message;
    if (this.#lease?.conversation.askOfTask(message) === true) return;
    const refusal = this.#refusal(message);
    if (method === 'ping') this.#lease?.conversation.say(writeResult(id, '{}'));
    else if (refusal !== undefined) this.#lease?.conversation.say(writeError(id, refusal));
    else {
      this.#lastKey += 1;
      this.#questions.set(id.key, { key: `q${this.#lastKey}`, id, request: message, asked: false });
      this.#gather();
    }
  }

  /** Why the client is not asked, if it is not. */
  #refusal(message: RequestMessage): RpcError | undefined {
    const { method } = message;
    const isAskable = mayAskBack.has(this.#request.method) && this.#state.kind !== 'over';
    if (!isAskable || !mayBeAsked(method, questionParams(message), this.#told.capabilities)) {
      return { code: -32601, message: `The client does not answer ${method}.` };
    }
    const isFull = this.#state.kind === 'running' && !this.#ground.mayHold(this);
    return isFull || this.#questions.size >= mostQuestions
      ? { code: -32603, message: 'The client cannot be asked now.' }
      : undefined;
  }

  /** What is asked at once belongs in one round. */
  #gather(): void {
    const state = this.#state;
    if (state.kind !== 'running' || state.gather !== undefined || this.#questions.size === 0) return;
    state.gather = setTimeout(() => {
      state.gather = undefined;
      if (this.#state === state && this.#questions.size > 0) this.#ask();
    }, this.#ground.timing.gatherMs);
  }

  #ask(): void {
    this.#rounds += 1;
    if (this.#rounds > mostRounds) {
      this.#deliver(invalid(`asked back more than ${mostRounds} times`));
      this.#end('The client is asked no further.');
      return;
    }
    for (const question of this.#questions.values()) question.asked = true;
    const timer = setTimeout(() => this.#late(), this.#ground.timing.answerMs).unref();
    this.#release ??= this.#ground.mailbox.hold(this.#address, (letter) => this.#take(readLetter<ToHolder>(letter)));
    this.#state = { kind: 'asking', timer };
    this.#ground.held(this);
    const asked = inputRequests(this.#questions.values());
    const state = JSON.stringify(this.#address);
    const result = ['{"resultType":"input_required","inputRequests":', asked, ',"requestState":', state, '}'];
    this.#audience.end((listener, id) => tell(listener, id, { kind: 'result', result }));
  }

  #take(letter: ToHolder): void {
    const listener = letterListener(this.#ground.mailbox, letter.replyTo);
    switch (letter.kind) {
      case 'resume':
        if (this.#state.kind === 'asking') this.#resume(letter.message, listener);
        else listener.gone();
        break;
      case 'cancel':
        this.cancel(letter.reason);
        break;
      default:
        assertNever(letter);
    }
  }

  /** The client has come back. What it did not answer is asked again. */
  #resume(message: Buffer, listener: LetterListener): void {
    if (this.#state.kind !== 'asking') return;
    clearTimeout(this.#state.timer);
    this.#state = { kind: 'running', gather: undefined };
    const { bytes, params } = ownRequest(message);
    const responses = membersAt(bytes, params.get('inputResponses'));
    for (const [id, question] of this.#questions) {
      const response = responses?.get(question.key);
      if (!question.asked || response === undefined || response.bytes[response.span.start] !== 0x7b) continue;
      this.#questions.delete(id);
      this.#lease?.conversation.say(writeResult(question.id, response));
    }
    this.#audience.join(this.#request.id, listener);
    if (this.#outcome !== undefined) this.#serverEnds(this.#outcome);
    else this.#gather();
    if (this.#settled) this.#settle();
  }

  #serverNotifies(message: NotificationMessage): void {
    switch (message.method) {
      case 'notifications/cancelled': {
        const id = message.params.get('requestId');
        const key = id === undefined ? undefined : readId(message.bytes, id)?.key;
        if (key !== undefined) this.#questions.delete(key);
        break;
      }
      case 'notifications/message': {
        const { logLevel } = this.#told;
        const level = stringAt(message.bytes, message.params.get('level'));
        if (logLevel !== undefined && isAsSevere(level, logLevel)) this.#audience.hear(message);
        break;
      }
      case 'notifications/progress':
        this.#audience.hear(message);
        break;
      // What is about no call goes to who listens for it.
      default:
        this.#lease?.conversation.spread(message);
    }
  }

  #serverEnds(outcome: ResultMessage | ErrorMessage | UpstreamFailure): void {
    if (this.#state.kind === 'over') return;
    this.#outcome = outcome;
    this.#questions.clear();
    // Whoever comes back finds it; who does not has lost interest, and the server is done all the same.
    if (this.#state.kind === 'asking') return;
    this.#deliver(outcome);
    this.#end();
  }

  #deliver(outcome: ResultMessage | ErrorMessage | UpstreamFailure): void {
    this.#audience.end((listener, id) => {
      if (!('kind' in outcome)) listener.failure(outcome);
      else listener.answer(modernAnswer(outcome, id, this.#request.method, this.#uri));
    });
  }

  /** Nobody has come back. */
  #late(): void {
    for (const { id } of this.#questions.values()) {
      this.#lease?.conversation.say(writeError(id, { code: -32603, message: 'The client did not answer in time.' }));
    }
    this.#end('The client did not answer in time.');
  }

  /** @param reason told to the server, if it is not done yet */
  #end(reason?: string): void {
    const state = this.#state;
    if (state.kind === 'over') return;
    this.#state = { kind: 'over' };
    if (state.kind === 'running') clearTimeout(state.gather);
    if (state.kind === 'asking') clearTimeout(state.timer);
    this.#questions.clear();
    this.#audience.leave();
    if (this.#outcome === undefined) this.#pending?.cancel(reason);
    this.#lease?.release();
    this.#release?.();
    this.#ground.ended(this);
  }

  #settle(): void {
    this.#settled = true;
    this.#audience.settle();
  }
}
