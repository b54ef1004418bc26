import { newId } from '../kernel/index.ts';
import type { Purpose } from '../seal/index.ts';
import type { Sql } from '../store/index.ts';
import type { OutboxMessage } from './message.ts';
import { valuesContext } from './values-context.ts';

/** What seals the values of a message. */
export interface ValueSeal {
  seal(purpose: Purpose, plaintext: string, context: string): string;
}

/**
 * Puts a message into the outbox, in the transaction of what it tells: it is told exactly when that has happened. Its
 * values lie there sealed.
 *
 * @param tx the transaction
 * @param now ms since the epoch
 * @param seal needed where the message has values
 * @returns the message's id
 */
export async function tell(tx: Sql, message: Silent, now: number): Promise<string>;
export async function tell(tx: Sql, message: OutboxMessage, now: number, seal: ValueSeal): Promise<string>;
export async function tell(tx: Sql, message: OutboxMessage, now: number, seal?: ValueSeal): Promise<string> {
  const id = newId();
  const { type, data, ...rest } = message;
  const values = 'values' in rest ? rest.values : undefined;
  const sealed = values === undefined ? undefined : seal?.seal('outbox', JSON.stringify(values), valuesContext(id));
  if (values !== undefined && sealed === undefined) throw new Error('values are told by nobody who cannot seal them');
  await tx
    .insertInto('outbox')
    .values({ id, type, data: JSON.stringify({ data }), created_at: now, sealed: sealed ?? null })
    .execute();
  return id;
}

/** A message that has no values. */
export type Silent = Exclude<OutboxMessage, { readonly values?: unknown }>;
