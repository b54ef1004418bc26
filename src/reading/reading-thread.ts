import { Worker } from 'node:worker_threads';
import { type ConfigOverrides, type LoadedConfig, loadConfig, type PolicySource } from '../config/index.ts';
import { startedModule } from '../kernel/index.ts';
import type { PolicyInJson } from '../snapshot/index.ts';
import type { ConfigAsk, ReadingAsk, ReadingCalls } from './messages.ts';
import { Pieces } from './pieces.ts';

/** Nothing has changed for as long: the thread gives its memory back. */
const idleMs = 5_000;

/** The end, in the thread that forwards calls, of the thread that reads for it. It is started by whoever asks first. */
export class ReadingThread {
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #last: Promise<unknown> = Promise.resolve();

  /** The same as `loadConfig`. One at a time: not to be called again before it has answered. */
  async config(file: string | undefined, env: ConfigAsk['env'], overrides: ConfigOverrides): Promise<LoadedConfig> {
    try {
      const loaded = await this.#ask('config', { file, env, overrides });
      if (!loaded.ok) return loaded;
      const pieces = new Pieces();
      for (;;) {
        const piece = await this.#ask('more', undefined);
        if (piece === undefined) return { ...loaded, config: pieces.whole(loaded.config) };
        pieces.take(piece);
      }
    } catch {
      return loadConfig(file, env, overrides);
    }
  }

  /**
   * A policy in YAML, in JSON.
   *
   * @returns `undefined` where no thread is to be had: it is to be read as it is
   */
  policy(source: PolicySource): Promise<PolicyInJson | undefined> {
    return this.#ask('policy', source).catch(() => undefined);
  }

  #ask<K extends keyof ReadingCalls>(
    name: K,
    argument: Parameters<ReadingCalls[K]>[0],
  ): Promise<ReturnType<ReadingCalls[K]>> {
    const done = this.#last.then(() => this.#run({ name, argument }));
    this.#last = done.catch(() => undefined);
    return done as Promise<ReturnType<ReadingCalls[K]>>;
  }

  async #run(ask: ReadingAsk): Promise<unknown> {
    clearTimeout(this.#idle);
    this.#worker ??= new Worker(startedModule('reading/worker'));
    const worker = this.#worker;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const exited = (): void => reject(new Error('the thread that reads has ended without an answer'));
    worker.ref();
    try {
      worker.postMessage(ask);
      worker.once('message', resolve).once('error', reject).once('exit', exited);
      const answer = await promise;
      worker.off('message', resolve).off('error', reject).off('exit', exited);
      worker.unref();
      this.#idle = setTimeout(() => this.#end(worker), idleMs).unref();
      return answer;
    } catch (error) {
      this.#end(worker);
      throw error;
    }
  }

  #end(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined;
    void worker.terminate();
  }
}
