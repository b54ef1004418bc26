import type { ApprovalQueue } from '../../approvals/index.ts';
import type { Clock } from '../../kernel/index.ts';
import type { KeyRing } from '../../seal/index.ts';
import { openSql } from '../sql/open-sql.ts';
import { argumentSeal } from './kept-arguments.ts';
import { type NoteUse, SqlQueue, type TellAsked } from './sql-queue.ts';

/** How long a call waits for each answer of a database server, in ms: limits have as long. */
const answerMs = 1_500;

export interface OpenQueueOptions {
  readonly dataFolder: string;
  /** `postgres://…`; absent where the database is SQLite's, in the data folder. */
  readonly database?: string | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly keys: KeyRing;
  readonly tell?: TellAsked;
  readonly note?: NoteUse | undefined;
  readonly onError: (error: unknown) => void;
}

/** Opens the queue in a data folder, over a connection of its own. */
export async function openQueue({
  dataFolder,
  database,
  clock,
  keys,
  tell,
  note,
  onError,
}: OpenQueueOptions): Promise<ApprovalQueue> {
  const sql = await openSql(dataFolder, database, { answerMs });
  const queue = new SqlQueue(sql, {
    clock,
    seal: argumentSeal(keys),
    note,
    onError,
    ...(tell === undefined ? {} : { tell }),
  });
  const close = async (): Promise<void> => {
    await queue.close();
    await sql.destroy();
  };
  return {
    ask: (asking) => queue.ask(asking),
    consume: (clearance, call, entries, requestId) => queue.consume(clearance, call, entries, requestId),
    restore: (clearance, requestId) => queue.restore(clearance, requestId),
    watch: (id, changed) => queue.watch(id, changed),
    close,
  };
}
