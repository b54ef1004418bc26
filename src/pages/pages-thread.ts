import { Worker } from 'node:worker_threads';
import { startedModule } from '../kernel/index.ts';
import type { PageAnswer, PageRequest } from './ask.ts';
import type { PagesStart } from './worker.ts';

interface Told {
  readonly id: number;
  readonly answer?: PageAnswer;
  readonly fault?: string;
}

/** The main thread's end of the pages. The thread is started by the first request, and again after it has failed. */
export class PagesThread {
  readonly #start: PagesStart;
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, PromiseWithResolvers<PageAnswer>>();
  #lastId = 0;

  constructor(start: PagesStart) {
    this.#start = start;
  }

  /** @throws Error when the catalogue cannot be opened, or the page not made */
  ask(request: PageRequest): Promise<PageAnswer> {
    const id = ++this.#lastId;
    const waiting = Promise.withResolvers<PageAnswer>();
    this.#waiting.set(id, waiting);
    this.#thread().postMessage({ id, request });
    return waiting.promise;
  }

  /**
   * Has the first page made before somebody asks for one: to begin takes a quarter of a second. For pages that everybody
   * reads; elsewhere the thread is started by the first reader, for it weighs as much as the rest of the gateway.
   */
  warm(origin: string): void {
    const page = { method: 'GET', path: '/catalog', query: '', accept: 'text/html', body: undefined } as const;
    // What is wrong with it is told to whoever asks for a page.
    this.ask({ ...page, origin, dashboard: false }).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #thread(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(startedModule('pages/worker'), { workerData: this.#start });
    worker.on('message', ({ id, answer, fault }: Told) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (answer === undefined) waiting?.reject(new Error(fault ?? 'no answer'));
      else waiting?.resolve(answer);
    });
    worker.on('error', (error) => this.#lose(worker, error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => this.#lose(worker, new Error('the pages’ thread has ended')));
    // It alone keeps no process alive.
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  /** A thread that fails says so twice, and between the two the next one may have begun: that one has lost nothing. */
  #lose(worker: Worker, error: Error): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
