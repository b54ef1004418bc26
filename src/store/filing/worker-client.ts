import { MessagePort, Worker } from 'node:worker_threads';
import { startedModule } from '../../kernel/index.ts';
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
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;
  #gone: Error | undefined;

  /** Starts the thread. `ready` must be awaited before anything is asked. */
  constructor(start: WorkerStart) {
    const module = start.database === undefined ? 'store/sqlite/worker' : 'store/postgres/worker';
    this.#worker = new Worker(startedModule(module), { workerData: start });
    this.#worker.on('message', (answer: FilingAnswer) => this.#settle(answer));
    this.#worker.on('error', (error) => this.#lose(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', () => this.#lose(new StoreError('StoreError', 'the store has been closed')));
    this.ready = this.#expect(0) as Promise<WorkerReady>;
  }

  ask<N extends CallName>(
    name: N,
    argument: Parameters<SqliteCalls[N]>[0],
  ): Promise<Awaited<ReturnType<SqliteCalls[N]>>> {
    this.#lastId += 1;
    const answer = this.#expect(this.#lastId);
    // A port lives at one place: it goes over, where all else is copied.
    const moved = argument instanceof MessagePort ? [argument] : [];
    if (this.#gone === undefined) this.#worker.postMessage({ id: this.#lastId, name, argument }, moved);
    return answer as Promise<Awaited<ReturnType<SqliteCalls[N]>>>;
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  /** The thread keeps the process alive only while somebody waits for it. */
  #expect(id: number): Promise<unknown> {
    if (this.#gone !== undefined) return Promise.reject(this.#gone);
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    this.#worker.ref();
    return waiting.promise;
  }

  #settle(answer: FilingAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if (answer.ok) waiting?.resolve(answer.value);
    else waiting?.reject(new StoreError(answer.name, answer.message));
  }

  #lose(error: Error): void {
    this.#gone ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#gone);
    this.#waiting.clear();
  }
}
