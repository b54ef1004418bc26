import { newId } from '../kernel/index.ts';
import type { Sql } from '../store/index.ts';
import type { Message } from './message.ts';

/**
 * Puts a message into the outbox, in the transaction of what it tells: it is told exactly when that has happened.
 *
 * @param tx the transaction
 * @param now ms since the epoch
 * @returns the message's id
 */
export async function tell(tx: Sql, message: Message, now: number): Promise<string> {
  const id = newId();
  const { type, ...rest } = message;
  await tx
    .insertInto('outbox')
    .values({ id, type, data: JSON.stringify(rest), created_at: now })
    .execute();
  return id;
}
