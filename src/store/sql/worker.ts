import type { StatementSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { withoutProto } from '../../kernel/index.ts';
import { openDatabase } from '../sqlite/database.ts';
import { migrate } from '../sqlite/migrate.ts';
import type { SqlAnswer, SqlAsk, SqlReply, SqlValue } from './messages.ts';

withoutProto();

/** The thread that holds the control plane's connection: runs one statement at a time, in the order of arrival. */
const port = parentPort;
if (port === null) throw new Error('the connection lives in a thread of its own');
const { dataFolder }: { readonly dataFolder: string } = workerData;

/** Statements are compiled once: the control plane asks the same few hundred again and again. */
const most = 256;
const statements = new Map<string, StatementSync>();

function statement(sql: string): StatementSync {
  let known = statements.get(sql);
  if (known === undefined) {
    known = database.prepare(sql);
    if (statements.size >= most) statements.clear();
    statements.set(sql, known);
  }
  return known;
}

function run(sql: string, parameters: readonly SqlValue[]): SqlAnswer {
  const prepared = statement(sql);
  if (prepared.columns().length > 0) {
    return { rows: prepared.all(...parameters) as Record<string, SqlValue>[], changes: undefined };
  }
  return { rows: [], changes: Number(prepared.run(...parameters).changes) };
}

function reply(id: number, work: () => SqlAnswer): void {
  let message: SqlReply;
  try {
    message = { id, ok: true, answer: work() };
  } catch (error) {
    const errcode = error instanceof Error && 'errcode' in error ? Number(error.errcode) : undefined;
    message = { id, ok: false, message: error instanceof Error ? error.message : String(error), errcode };
  }
  port?.postMessage(message);
}

const nothing: SqlAnswer = { rows: [], changes: 0 };
const database = openDatabase(dataFolder);
reply(0, () => {
  migrate(database);
  return nothing;
});

port.on('message', ({ id, sql, parameters }: SqlAsk) => {
  reply(id, () => {
    if (sql !== undefined) return run(sql, parameters);
    database.close();
    port.close();
    return nothing;
  });
});
