import {
  type ErrorMessage,
  isJsonObject,
  type Piece,
  type RequestMessage,
  type ResultMessage,
  stringAt,
  tasksExtension,
  textAt,
  valueAt,
  writeResult,
} from '../../protocol/index.ts';
import { askUpstream, invalid, type Listener, type Pending, type UpstreamSession } from '../../upstream/index.ts';
import { answerWhenReady, type OwnAnswer } from '../answer-at-once.ts';
import { failureOf } from '../failures.ts';
import { type Envelope, envelopeMeta, modernHeaders } from '../modern-envelope.ts';
import { ownAnswer } from '../own-message.ts';
import { FinishedTasks } from './finished-tasks.ts';
import { legacyAnswer } from './legacy-answer.ts';
import { hasEnded, modernTask } from './legacy-task.ts';
import { TaskWait } from './task-wait.ts';

/** How often a server is asked whether it has cancelled a task, and how long is waited in between: it takes its time. */
const cancelChecks = 5;
const cancelCheckMs = 100;

/** What tasks need of their bridge. */
export interface ModernTasksGround {
  readonly inner: UpstreamSession;
  readonly now: () => number;
  envelope(): Envelope;
  question(wait: TaskWait): number;
  withdraw(questionId: number): void;
}

/** The tasks of 2025-11-25 with a server of the extension that they have become. */
export class ModernTasks {
  readonly #ground: ModernTasksGround;
  readonly #finished: FinishedTasks;
  readonly #waits = new Set<TaskWait>();

  constructor(ground: ModernTasksGround) {
    this.#ground = ground;
    this.#finished = new FinishedTasks(ground.now);
  }

  /** The answer to a call that asked for a task: one that goes on at the server, or one that has ended already. */
  beginning(asked: RequestMessage, answer: ResultMessage): Buffer | undefined {
    if (stringAt(answer.bytes, answer.members.get('resultType')) !== 'task') {
      const told = legacyAnswer(answer, asked.id, asked.method, undefined);
      if (told.kind === 'error') return undefined;
      return writeResult(asked.id, `{"task":${JSON.stringify(this.#finished.keep(asked, told))}}`);
    }
    const task = modernTask(answer);
    if (task === undefined) return undefined;
    const span = answer.members.get('_meta');
    const meta = span === undefined ? '' : `,"_meta":${textAt(answer.bytes, span)}`;
    return writeResult(asked.id, `{"task":${JSON.stringify(task.legacy)}${meta}}`);
  }

  /** `tasks/get`, `tasks/result` and `tasks/cancel`; a list is made by the gateway itself. */
  about(request: RequestMessage, upstreamId: number, listener: Listener): Pending {
    const taskId = stringAt(request.bytes, request.params.get('taskId')) ?? '';
    const isFinished = this.#finished.taskOf(taskId) !== undefined;
    if (request.method === 'tasks/result' && !isFinished) return this.#wait(request, upstreamId, taskId, listener);
    const answer = isFinished ? Promise.resolve(this.#ofFinished(request, taskId)) : this.#ofServer(request, taskId);
    return answerWhenReady(request.id, upstreamId, listener, answer);
  }

  close(): void {
    for (const wait of this.#waits) wait.cancel();
    this.#finished.close();
  }

  #wait(request: RequestMessage, upstreamId: number, taskId: string, listener: Listener): TaskWait {
    const ground = {
      ask: this.#ask,
      question: this.#ground.question,
      withdraw: this.#ground.withdraw,
      ended: (over: TaskWait) => this.#waits.delete(over),
    };
    const wait = new TaskWait(ground, upstreamId, request, taskId, listener);
    this.#waits.add(wait);
    return wait;
  }

  #ofFinished(request: RequestMessage, taskId: string): OwnAnswer {
    if (request.method === 'tasks/get') return result(this.#finished.taskOf(taskId) ?? {});
    const told = request.method === 'tasks/result' ? this.#finished.answerTo(request, taskId) : undefined;
    if (told === undefined) return alreadyOver;
    const message = ownAnswer(told);
    return message.kind === 'result'
      ? { kind: 'result', result: { bytes: message.bytes, span: message.result } }
      : alreadyOver;
  }

  async #ofServer({ method }: RequestMessage, taskId: string): Promise<OwnAnswer> {
    try {
      const before = await this.#ask('tasks/get', taskId);
      if (before.kind === 'error') return refusal(before);
      let task = modernTask(before);
      if (task === undefined) return { kind: 'failure', failure: invalid('told of no task') };
      if (method === 'tasks/get') return result(task.legacy);
      if (hasEnded(task.status)) return alreadyOver;
      const answer = await this.#ask('tasks/cancel', taskId);
      if (answer.kind === 'error') return refusal(answer);
      for (let check = 0; check < cancelChecks && !hasEnded(task.status); check += 1) {
        if (check > 0) await new Promise((resolve) => setTimeout(resolve, cancelCheckMs));
        const now = await this.#ask('tasks/get', taskId);
        task = (now.kind === 'result' ? modernTask(now) : undefined) ?? task;
      }
      return result(task.legacy);
    } catch (error) {
      return { kind: 'failure', failure: { ...failureOf(error), sent: true } };
    }
  }

  readonly #ask = (
    method: string,
    taskId: string,
    more: readonly (readonly [string, Piece])[] = [],
  ): Promise<ResultMessage | ErrorMessage> => {
    const meta = envelopeMeta(withTasks(this.#ground.envelope()));
    const params = [['taskId', JSON.stringify(taskId)] as const, ...more, meta];
    return askUpstream(this.#ground.inner, method, params, modernHeaders(method, taskId));
  };
}

/** The same envelope, which says that tasks are taken. */
export function withTasks(envelope: Envelope): Envelope {
  const said = JSON.parse(envelope.capabilities) as { readonly extensions?: object };
  const extensions = { ...said.extensions, [tasksExtension]: {} };
  return { ...envelope, capabilities: JSON.stringify({ ...said, extensions }) };
}

const alreadyOver: OwnAnswer = Object.freeze({
  kind: 'error',
  error: { code: -32602, message: 'The task has ended already.' },
});

function result(task: object): OwnAnswer {
  return { kind: 'result', result: JSON.stringify(task) };
}

function refusal(message: ErrorMessage): OwnAnswer {
  const said = valueAt(message.bytes, message.error);
  const why = isJsonObject(said) && typeof said.message === 'string' ? said.message : 'The task cannot be had.';
  return { kind: 'error', error: { code: message.code, message: why } };
}
