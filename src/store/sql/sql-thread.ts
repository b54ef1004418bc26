import { type MessagePort, Worker } from 'node:worker_threads';
import { startedModule } from '../../kernel/index.ts';
import type { SqlAnswer, SqlAsk, SqlReply, SqlValue } from './messages.ts';
import { SqlError, sqliteProblem } from './sql-error.ts';

/** The main thread's end of the connection. */
export class SqlThread {
  /** Rejects with what kept the database from being opened: damaged, locked for too long, of a newer version. */
  readonly ready: Promise<SqlAnswer>;
  readonly #port: Worker | MessagePort;
  readonly #leave: () => unknown;
  readonly #waiting = new Map<number, PromiseWithResolvers<SqlAnswer>>();
  #lastId = 0;
  #gone: SqlError | undefined;

  private constructor(port: Worker | MessagePort, leave: () => unknown) {
    this.#port = port;
    this.#leave = leave;
    port.on('message', (reply: SqlReply) => this.#settle(reply));
    this.ready = this.#expect(0);
  }

  /** Starts a thread for it. */
  static own(dataFolder: string): SqlThread {
    const worker = new Worker(startedModule('store/sql/worker'), { workerData: { dataFolder } });
    const thread = new SqlThread(worker, () => worker.terminate());
    worker.on('error', (error) => thread.#lose(failure(error)));
    worker.on('exit', () => thread.#lose(closed()));
    return thread;
  }

  /** In a thread that has begun to serve it at the other end of this port. */
  static over(port: MessagePort): SqlThread {
    const thread = new SqlThread(port, () => port.close());
    port.on('close', () => thread.#lose(closed()));
    return thread;
  }

  /** @throws SqlError */
  run(sql: string, parameters: readonly SqlValue[] = []): Promise<SqlAnswer> {
    return this.#send(sql, parameters);
  }

  /** Closes the database, and ends the thread if it is its own. */
  async close(): Promise<void> {
    if (this.#gone === undefined) await this.#send(undefined, []).catch(() => undefined);
    await this.#leave();
  }

  #send(sql: string | undefined, parameters: readonly SqlValue[]): Promise<SqlAnswer> {
    this.#lastId += 1;
    const answer = this.#expect(this.#lastId);
    const ask: SqlAsk = { id: this.#lastId, sql, parameters };
    if (this.#gone === undefined) this.#port.postMessage(ask);
    return answer;
  }

  /** The thread keeps the process alive only while somebody waits for it. */
  #expect(id: number): Promise<SqlAnswer> {
    if (this.#gone !== undefined) return Promise.reject(this.#gone);
    const waiting = Promise.withResolvers<SqlAnswer>();
    this.#waiting.set(id, waiting);
    this.#port.ref();
    return waiting.promise;
  }

  #settle(reply: SqlReply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#port.unref();
    if (reply.ok) waiting?.resolve(reply.answer);
    else waiting?.reject(new SqlError(sqliteProblem(reply.errcode), reply.message));
  }

  #lose(error: SqlError): void {
    this.#gone ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#gone);
    this.#waiting.clear();
  }
}

function closed(): SqlError {
  return new SqlError('closed', 'the database has been closed');
}

function failure(error: unknown): SqlError {
  const errcode =
    error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined;
  return new SqlError(sqliteProblem(errcode), error instanceof Error ? error.message : String(error));
}
