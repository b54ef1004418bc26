import { type MessagePort, Worker } from 'node:worker_threads';
import { startedModule } from '../../kernel/index.ts';
import { ThreadAnswers } from '../thread-answers.ts';
import type { SqlAnswer, SqlAsk, SqlReply, SqlValue } from './messages.ts';
import { SqlError, sqliteProblem } from './sql-error.ts';

/** The main thread's end of the connection. */
export class SqlThread {
  /** Rejects with what kept the database from being opened: damaged, locked for too long, of a newer version. */
  readonly ready: Promise<SqlAnswer>;
  readonly #port: Worker | MessagePort;
  readonly #leave: () => unknown;
  readonly #answers: ThreadAnswers<SqlAnswer>;

  private constructor(port: Worker | MessagePort, leave: () => unknown) {
    this.#port = port;
    this.#leave = leave;
    this.#answers = new ThreadAnswers(port);
    port.on('message', (reply: SqlReply) => this.#settle(reply));
    this.ready = this.#answers.next().answer;
  }

  /** Starts a thread for it. */
  static own(dataFolder: string): SqlThread {
    const worker = new Worker(startedModule('store/sql/worker'), { workerData: { dataFolder } });
    const thread = new SqlThread(worker, () => worker.terminate());
    worker.on('error', (error) => thread.#answers.lose(failure(error)));
    worker.on('exit', () => thread.#answers.lose(closed()));
    return thread;
  }

  /** In a thread that has begun to serve it at the other end of this port. */
  static over(port: MessagePort): SqlThread {
    const thread = new SqlThread(port, () => port.close());
    port.on('close', () => thread.#answers.lose(closed()));
    return thread;
  }

  /** @throws SqlError */
  run(sql: string, parameters: readonly SqlValue[] = []): Promise<SqlAnswer> {
    return this.#send(sql, parameters);
  }

  /** Closes the database, and ends the thread if it is its own. */
  async close(): Promise<void> {
    if (!this.#answers.isOver) await this.#send(undefined, []).catch(() => undefined);
    await this.#leave();
  }

  #send(sql: string | undefined, parameters: readonly SqlValue[]): Promise<SqlAnswer> {
    const { id, answer } = this.#answers.next();
    const ask: SqlAsk = { id, sql, parameters };
    if (!this.#answers.isOver) this.#port.postMessage(ask);
    return answer;
  }

  #settle(reply: SqlReply): void {
    if (reply.ok) this.#answers.settle(reply.id, { ok: true, value: reply.answer });
    else
      this.#answers.settle(reply.id, { ok: false, error: new SqlError(sqliteProblem(reply.errcode), reply.message) });
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
