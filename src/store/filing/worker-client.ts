import { MessagePort, Worker } from 'node:worker_threads';
import { startedModule } from '../../kernel/index.ts';
import { ThreadAnswers } from '../thread-answers.ts';
import type { CallName, FilingAnswer, SqliteCalls, WorkerReady, WorkerStart } from './messages.ts';

/** What the store worker could not do. `name` is that of the error over there. */
export class StoreError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** The main thread's end of the store worker. */
export class WorkerClient {
  /** Rejects with what kept the worker from starting: a damaged journal, a wrong key, a newer schema. */
  readonly ready: Promise<WorkerReady>;
  readonly #worker: Worker;
  readonly #answers: ThreadAnswers<unknown>;

  /** Starts the thread. `ready` must be awaited before anything is asked. */
  constructor(start: WorkerStart) {
    const module = start.database === undefined ? 'store/sqlite/worker' : 'store/postgres/worker';
    this.#worker = new Worker(startedModule(module), { workerData: start });
    this.#answers = new ThreadAnswers(this.#worker);
    this.#worker.on('message', (answer: FilingAnswer) => this.#settle(answer));
    this.#worker.on('error', (error) => this.#answers.lose(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', () => this.#answers.lose(new StoreError('StoreError', 'the store has been closed')));
    this.ready = this.#answers.next().answer as Promise<WorkerReady>;
  }

  ask<N extends CallName>(
    name: N,
    argument: Parameters<SqliteCalls[N]>[0],
  ): Promise<Awaited<ReturnType<SqliteCalls[N]>>> {
    const { id, answer } = this.#answers.next();
    // A port lives at one place: it goes over, where all else is copied.
    const moved = argument instanceof MessagePort ? [argument] : [];
    if (!this.#answers.isOver) this.#worker.postMessage({ id, name, argument }, moved);
    return answer as Promise<Awaited<ReturnType<SqliteCalls[N]>>>;
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(answer: FilingAnswer): void {
    if (answer.ok) this.#answers.settle(answer.id, answer);
    else this.#answers.settle(answer.id, { ok: false, error: new StoreError(answer.name, answer.message) });
  }
}
