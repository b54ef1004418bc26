import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { MessagePort } from 'node:worker_threads';
import { migrate } from '../sqlite/migrate.ts';
import type { WriteTurn } from '../sqlite/write-turn.ts';
import type { SqlAnswer, SqlAsk, SqlReply, SqlValue } from './messages.ts';

/** Statements are compiled once: the control plane asks the same few hundred again and again. */
const most = 256;

const nothing: SqlAnswer = { rows: [], changes: 0 };

/**
 * The thread's end of the control plane's connection: runs one statement at a time, in the order of arrival, until it is
 * told to close.
 *
 * @param open opens the database; what keeps it from being opened is the answer to question 0
 * @param turn told of the transactions of this connection, where the thread writes over another one, too
 */
export function serveSql(port: MessagePort, open: () => DatabaseSync, turn?: WriteTurn): void {
  let database: DatabaseSync | undefined;
  const statements = new Map<string, StatementSync>();

  const statement = (sql: string): StatementSync => {
    let known = statements.get(sql);
    if (known === undefined) {
      if (database === undefined) throw new Error('the database is closed');
      known = database.prepare(sql);
      if (statements.size >= most) statements.clear();
      statements.set(sql, known);
    }
    return known;
  };
  const run = (sql: string, parameters: readonly SqlValue[]): SqlAnswer => {
    const prepared = statement(sql);
    if (prepared.columns().length > 0) {
      return { rows: prepared.all(...parameters) as Record<string, SqlValue>[], changes: undefined };
    }
    return { rows: [], changes: Number(prepared.run(...parameters).changes) };
  };
  /** What was begun and not ended is undone. */
  const close = (): void => {
    statements.clear();
    database?.close();
    database = undefined;
    turn?.taken(false);
  };
  const reply = (id: number, work: () => SqlAnswer): void => {
    let message: SqlReply;
    try {
      message = { id, ok: true, answer: work() };
    } catch (error) {
      const errcode = error instanceof Error && 'errcode' in error ? Number(error.errcode) : undefined;
      message = { id, ok: false, message: error instanceof Error ? error.message : String(error), errcode };
    }
    turn?.taken(database?.isTransaction === true);
    port.postMessage(message);
  };

  reply(0, () => {
    database = open();
    migrate(database);
    return nothing;
  });
  port.on('message', ({ id, sql, parameters }: SqlAsk) => {
    reply(id, () => {
      if (sql !== undefined) return run(sql, parameters);
      close();
      return nothing;
    });
    if (database === undefined) port.close();
  });
  port.on('close', close);
}
