import type { CallName, SqliteCalls } from './messages.ts';
import type { WorkerClient } from './worker-client.ts';

/**
 * The store worker, started by the first who asks something of it: a thread costs as much as a whole Node, at the very
 * time when a client waits for the first answer.
 */
export class StoreThread {
  readonly #start: () => Promise<WorkerClient>;
  #client: Promise<WorkerClient> | undefined;

  /**
   * @param start starts the worker and begins this process's writer in it; called again after a failure
   * @param running the worker, when it had to be started before
   */
  constructor(start: () => Promise<WorkerClient>, running?: WorkerClient) {
    this.#start = start;
    this.#client = running && Promise.resolve(running);
  }

  /** @throws StoreError */
  async ask<N extends CallName>(
    name: N,
    argument: Parameters<SqliteCalls[N]>[0],
  ): Promise<Awaited<ReturnType<SqliteCalls[N]>>> {
    return (await this.client()).ask(name, argument);
  }

  client(): Promise<WorkerClient> {
    this.#client ??= this.#start().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  /** Closes the database, if it was ever opened, and ends the thread. */
  async close(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    await client?.ask('close', null).catch(() => {});
    await client?.terminate();
  }
}
