import { newId } from '../../kernel/index.ts';
import {
  type ErrorMessage,
  isJsonObject,
  type JsonObject,
  metaKeys,
  type NotificationMessage,
  type Piece,
  paramsOf,
  type RequestMessage,
  type ResultMessage,
  type RpcError,
  readId,
  valueAt,
  writeError,
  writeRequest,
  writeResult,
} from '../../protocol/index.ts';
import { askUpstream, type Pending, type UpstreamFailure } from '../../upstream/index.ts';
import type { OwnAnswer } from '../answer-at-once.ts';
import { failureOf } from '../failures.ts';
import { mayBeAsked } from '../may-be-asked.ts';
import { membersAt } from '../members-at.ts';
import type { Lease } from './conversation-pool.ts';
import { inputRequests, type Question, questionParams } from './question.ts';
import type { Told } from './told.ts';

/** Questions of one task that are open, at most. */
const mostQuestions = 32;

/** What came of it is asked for from the beginning on; once its end is known, it is waited for no longer than this. */
const outcomeMs = 2_000;

/** What a task needs of its bridge. */
export interface TaskGround {
  readonly lease: Lease;
  readonly told: Told;
  /** It has ended, and what came of it is here: its conversation is free again. */
  ended(task: BridgedTask): void;
}

/**
 * A task of a legacy server, for a client of the modern era, which polls for everything. What came of it (`tasks/result`) is
 * asked for as soon as it has begun: that request is where the server asks the client, and where it tells the end.
 *
 *     working ⇄ input_required → ended
 */
export class BridgedTask {
  readonly id = newId();
  readonly #ground: TaskGround;
  readonly #upstreamId: string;
  #state: JsonObject;
  readonly #questions = new Map<string, Question>();
  #lastKey = 0;
  #outcome: ResultMessage | ErrorMessage | UpstreamFailure | undefined;
  readonly #known = Promise.withResolvers<void>();
  readonly #pending: Pending;

  /** @param state as the server told it when the task began */
  constructor(ground: TaskGround, upstreamId: string, state: JsonObject) {
    this.#ground = ground;
    this.#upstreamId = upstreamId;
    this.#state = state;
    const { conversation } = ground.lease;
    conversation.asks.set(upstreamId, (message) => this.#serverAsks(message));
    ground.lease.onLost((failure) => this.#ends(failure));
    this.#pending = conversation.upstream.request((id) => this.#about(id, 'tasks/result'), conversation.headers, {
      // This extension knows no progress and no log lines of tasks; what is about no call goes to who listens for it.
      notification: (message) => {
        if (message.method.endsWith('list_changed') || message.method.endsWith('updated')) conversation.spread(message);
        else if (message.method === 'notifications/cancelled') this.#withdrawn(message);
      },
      request: (message) => this.#serverAsks(message),
      answer: (message) => this.#ends(message),
      failure: (failure) => this.#ends(failure),
    });
  }

  /** Monotonic or not: how long the server keeps it, in ms; `undefined` for as long as it likes. */
  get ttlMs(): number | undefined {
    return typeof this.#state.ttl === 'number' ? this.#state.ttl : undefined;
  }

  get isOver(): boolean {
    return this.#outcome !== undefined;
  }

  /** The result that the call is answered with. */
  beginning(): Piece {
    return taskOf(this.id, 'task', this.#state, []);
  }

  /** `tasks/get` */
  async get(): Promise<OwnAnswer> {
    if (this.#outcome === undefined) {
      const refusal = await this.#refresh();
      if (refusal !== undefined) return refusal;
    }
    const { status } = this.#state;
    if (status === 'completed' || status === 'failed') await this.#outcomeOrLate();
    return { kind: 'result', result: this.#detailed() };
  }

  /** `tasks/update`: what is answered that is not asked is ignored, as the extension has it. */
  update({ bytes, params }: RequestMessage): OwnAnswer {
    const responses = membersAt(bytes, params.get('inputResponses'));
    for (const [id, question] of this.#questions) {
      const response = responses?.get(question.key);
      if (response === undefined || response.bytes[response.span.start] !== 0x7b) continue;
      this.#questions.delete(id);
      this.#ground.lease.conversation.say(writeResult(question.id, response));
    }
    return done;
  }

  /** `tasks/cancel`: an acknowledgement, also of what has ended. */
  async cancel(): Promise<OwnAnswer> {
    if (this.#outcome !== undefined) return done;
    const answer = await this.#ask('tasks/cancel');
    if (answer.kind === 'failure') return answer;
    if (answer.kind === 'result') this.#hear(answer.message);
    return done;
  }

  /** Nobody will ask for it any more. */
  close(): void {
    this.#pending.cancel('The client is gone.');
    this.#ends({ code: 'upstream_unavailable', message: 'The conversation with the server was closed.', sent: true });
  }

  /** @returns what the server says instead of how the task stands */
  async #refresh(): Promise<OwnAnswer | undefined> {
    const answer = await this.#ask('tasks/get');
    if (answer.kind !== 'result') return answer;
    this.#hear(answer.message);
    return undefined;
  }

  async #ask(
    method: string,
  ): Promise<Exclude<OwnAnswer, { kind: 'result' }> | { readonly kind: 'result'; readonly message: ResultMessage }> {
    const { upstream, headers } = this.#ground.lease.conversation;
    try {
      const params = [['taskId', JSON.stringify(this.#upstreamId)] as const];
      const answer = await askUpstream(upstream, method, params, headers);
      if (answer.kind === 'result') return { kind: 'result', message: answer };
      const said = valueAt(answer.bytes, answer.error);
      const message = isJsonObject(said) && typeof said.message === 'string' ? said.message : 'The task failed.';
      return { kind: 'error', error: { code: answer.code, message } };
    } catch (error) {
      return { kind: 'failure', failure: failureOf(error) };
    }
  }

  #about(id: number, method: string): Buffer {
    return writeRequest(id, method, [['taskId', JSON.stringify(this.#upstreamId)]]);
  }

  #hear({ bytes, members }: ResultMessage): void {
    const said = Array.from(members, ([key, span]) => [key, key === '_meta' ? null : valueAt(bytes, span)] as const);
    this.#state = { ...this.#state, ...Object.fromEntries(said) };
  }

  #serverAsks(message: RequestMessage): void {
    const { method, id } = message;
    const { conversation } = this.#ground.lease;
    const refusal = this.#refusal(message);
    if (method === 'ping') conversation.say(writeResult(id, '{}'));
    else if (refusal !== undefined) conversation.say(writeError(id, refusal));
    else {
      this.#lastKey += 1;
      this.#questions.set(id.key, { key: `q${this.#lastKey}`, id, request: message, asked: true });
    }
  }

  /** The server does not want to know it any more. */
  #withdrawn({ bytes, params }: NotificationMessage): void {
    const id = params.get('requestId');
    const key = id === undefined ? undefined : readId(bytes, id)?.key;
    if (key !== undefined) this.#questions.delete(key);
  }

  /** Why the client is not asked, if it is not. */
  #refusal(message: RequestMessage): RpcError | undefined {
    const { method } = message;
    if (this.isOver || !mayBeAsked(method, questionParams(message), this.#ground.told.capabilities)) {
      return { code: -32601, message: `The client does not answer ${method}.` };
    }
    return this.#questions.size >= mostQuestions
      ? { code: -32603, message: 'The client cannot be asked now.' }
      : undefined;
  }

  #ends(outcome: ResultMessage | ErrorMessage | UpstreamFailure): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    this.#questions.clear();
    this.#ground.lease.conversation.asks.delete(this.#upstreamId);
    this.#known.resolve();
    this.#ground.ended(this);
  }

  async #outcomeOrLate(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, outcomeMs);
    await Promise.race([this.#known.promise, promise]);
    clearTimeout(timer);
  }

  /** How it stands, with whatever belongs to that. */
  #detailed(): Piece {
    const outcome = this.#outcome;
    const { status } = this.#state;
    const told = (as: string, more: readonly Piece[]): Piece =>
      taskOf(this.id, 'complete', { ...this.#state, status: as }, more);
    if (status === 'cancelled') return told('cancelled', []);
    if (outcome === undefined) {
      if (this.#questions.size > 0) {
        return told('input_required', [',"inputRequests":', inputRequests(this.#questions.values())]);
      }
      // A server that says it has ended before it says how: it has when that is here.
      return told('working', []);
    }
    if (!('kind' in outcome)) {
      const { message } = outcome;
      return told('failed', [`,"error":${JSON.stringify({ code: -32603, message })}`]);
    }
    const { bytes } = outcome;
    return outcome.kind === 'result'
      ? told('completed', [',"result":', { bytes, span: outcome.result }])
      : told('failed', [',"error":', { bytes, span: outcome.error }]);
  }
}

/** The request that begins it: with the word that the legacy era has for it, and without what only the modern one says. */
export function asTask(request: RequestMessage, id: number, meta: ReadonlyMap<string, string | undefined>): Buffer {
  const edits = new Map([
    ['task', '{}'],
    ['inputResponses', undefined],
    ['requestState', undefined],
  ]);
  return writeRequest(id, request.method, paramsOf(request, edits, meta));
}

/** What a client of the modern era is told that takes no tasks, of a tool that can be called as a task only. */
export const tasksNeeded: OwnAnswer = Object.freeze({
  kind: 'error',
  error: {
    code: -32021,
    message: 'Missing required client capability',
    data: '{"requiredCapabilities":{"extensions":{"io.modelcontextprotocol/tasks":{}}}}',
  },
});

const done: OwnAnswer = Object.freeze({ kind: 'result', result: '{"resultType":"complete"}' });

/** A task in the words of the extension; what both eras say alike stays as it came. */
function taskOf(id: string, resultType: string, state: JsonObject, more: readonly Piece[]): Piece {
  const { taskId: _id, ttl = null, pollInterval, _meta, [metaKeys.relatedTask]: _related, ...others } = state;
  const task = {
    resultType,
    taskId: id,
    ...others,
    ttlMs: ttl,
    ...(typeof pollInterval === 'number' ? { pollIntervalMs: pollInterval } : {}),
  };
  return [JSON.stringify(task).slice(0, -1), ...more, '}'];
}
