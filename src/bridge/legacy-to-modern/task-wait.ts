import {
  type ErrorMessage,
  isJsonObject,
  noCaps,
  type Piece,
  paramsOf,
  type RequestMessage,
  type ResultMessage,
  readUpstreamMessage,
  relayResult,
  splice,
  valueAt,
  writeRequest,
} from '../../protocol/index.ts';
import { invalid, type Listener, type Pending } from '../../upstream/index.ts';
import { tell } from '../answer-at-once.ts';
import { failureOf } from '../failures.ts';
import { ownAnswer, ownRequest } from '../own-message.ts';
import { readInputRequired } from './input-required.ts';
import { legacyAnswer } from './legacy-answer.ts';
import { hasEnded, modernTask, pollMs, relatedTo } from './legacy-task.ts';

/** What waiting for a task needs of its bridge. */
export interface TaskWaitGround {
  /** Asks the server about the task. */
  ask(
    method: string,
    taskId: string,
    more?: readonly (readonly [string, Piece])[],
  ): Promise<ResultMessage | ErrorMessage>;
  question(wait: TaskWait): number;
  withdraw(questionId: number): void;
  ended(wait: TaskWait): void;
}

/**
 * `tasks/result` towards a modern server, which has no such method: it is asked how the task stands, at the pace that it
 * wants, until it has ended. What it wants to know meanwhile the client is asked by requests of its own era.
 *
 *     waiting ⇄ asking → over
 */
export class TaskWait implements Pending {
  readonly upstreamId: number;
  readonly #ground: TaskWaitGround;
  readonly #request: RequestMessage;
  readonly #taskId: string;
  readonly #listener: Listener;
  /** Questions of the server's that the client was asked, in this or an earlier round: each is asked once. */
  readonly #asked = new Set<string>();
  readonly #open = new Map<number, string>();
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(ground: TaskWaitGround, upstreamId: number, request: RequestMessage, taskId: string, listener: Listener) {
    this.upstreamId = upstreamId;
    this.#ground = ground;
    this.#request = request;
    this.#taskId = taskId;
    this.#listener = listener;
    void this.#poll();
  }

  clientAnswered(questionId: number, message: ResultMessage | ErrorMessage): void {
    const key = this.#open.get(questionId);
    if (key === undefined || this.#over) return;
    this.#open.delete(questionId);
    if (message.kind === 'error') {
      // The era of the server has no words for a question that nobody answers: its task cannot go on.
      void this.#ground.ask('tasks/cancel', this.#taskId).catch(() => undefined);
      const error = { code: -32603, message: 'The server needs an answer from the client, and there is none.' };
      this.#end(() => tell(this.#listener, this.#request.id, { kind: 'error', error }));
      return;
    }
    const value: Piece = [`{${JSON.stringify(key)}:`, { bytes: message.bytes, span: message.result }, '}'];
    void this.#ground.ask('tasks/update', this.#taskId, [['inputResponses', value]]).catch(() => undefined);
  }

  /** The client waits no more; the task goes on. */
  cancel(): void {
    this.#end(() => {});
  }

  async #poll(): Promise<void> {
    try {
      const answer = await this.#ground.ask('tasks/get', this.#taskId);
      if (this.#over) return;
      if (answer.kind === 'error') return this.#relay(answer);
      const task = modernTask(answer);
      if (task === undefined) return this.#end(() => this.#listener.failure(invalid('told of no task')));
      if (hasEnded(task.status)) return this.#tell(answer, task.status);
      if (task.status === 'input_required') this.#askClient(answer);
      if (!this.#over) this.#timer = setTimeout(() => void this.#poll(), pollMs(task));
    } catch (error) {
      this.#end(() => this.#listener.failure({ ...failureOf(error), sent: true }));
    }
  }

  #askClient(answer: ResultMessage): void {
    const input = readInputRequired(answer);
    if (input === undefined) this.#end(() => this.#listener.failure(invalid('asked no question')));
    for (const question of input?.questions ?? []) {
      if (this.#asked.has(question.key) || this.#over) continue;
      this.#asked.add(question.key);
      const id = this.#ground.question(this);
      this.#open.set(id, question.key);
      const asked = ownRequest(question.render(id));
      const params = paramsOf(asked, undefined, relatedTo(this.#taskId));
      this.#listener.request(ownRequest(writeRequest(id, asked.method, params)));
    }
  }

  /** What the call itself would have been answered. */
  #tell({ bytes, members }: ResultMessage, status: string): void {
    const { id } = this.#request;
    const result = members.get('result');
    const error = members.get('error');
    if (status === 'completed' && result !== undefined) {
      const found = readUpstreamMessage(
        splice(['{"jsonrpc":"2.0","id":0,"result":', { bytes, span: result }, '}']),
        noCaps,
      );
      const legacy = found.kind === 'result' ? legacyAnswer(found, id, 'tools/call', undefined) : undefined;
      this.#end(() => {
        if (legacy?.kind !== 'result') this.#listener.failure(invalid('gave no result'));
        else this.#listener.answer(ownAnswer(relayResult(legacy, id, undefined, relatedTo(this.#taskId))));
      });
      return;
    }
    const said = error === undefined ? undefined : valueAt(bytes, error);
    const code = isJsonObject(said) && typeof said.code === 'number' ? said.code : -32603;
    const message = isJsonObject(said) && typeof said.message === 'string' ? said.message : `The task is ${status}.`;
    this.#end(() => tell(this.#listener, id, { kind: 'error', error: { code, message } }));
  }

  #relay(answer: ErrorMessage): void {
    const said = valueAt(answer.bytes, answer.error);
    const message = isJsonObject(said) && typeof said.message === 'string' ? said.message : 'The task failed.';
    this.#end(() => tell(this.#listener, this.#request.id, { kind: 'error', error: { code: answer.code, message } }));
  }

  #end(last: () => void): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    for (const id of this.#open.keys()) this.#ground.withdraw(id);
    this.#open.clear();
    last();
    this.#ground.ended(this);
    this.#listener.settled?.();
  }
}
