import { valuesContext } from '../../notify/index.ts';
import type { Purpose } from '../../seal/index.ts';
import { approvalContext, type Sql } from '../../store/index.ts';
import { captureContext } from '../captures/capture-context.ts';
import { channelContext } from '../channels/stored-channels.ts';
import { secretContext } from '../verbs/second-factor/second-factor.ts';

/** A column that holds envelopes: what a rotation of the secret key seals anew. */
export interface SealedColumn {
  /** `<table>.<column>` */
  readonly name: string;
  readonly purpose: Purpose;
  /** What the envelope of a row belongs to, as whoever seals it says. */
  readonly context: (id: string) => string;
  /** @returns some rows in the order of their ids, those after `after` */
  readonly read: (tx: Sql, after: string) => Promise<readonly SealedRow[]>;
  readonly write: (tx: Sql, id: string, value: string) => Promise<unknown>;
}

interface SealedRow {
  readonly id: string;
  readonly value: string | null;
}

/** Rows that are read at a time: a capture may hold a great many. */
const atOnce = 500;

/**
 * Every column with envelopes under the secret key itself. (Credentials are under data keys, which are wrapped anew by
 * `rewrapDataKeys`; kept answers of an hour are dropped.)
 */
export const sealedColumns: readonly SealedColumn[] = [
  {
    name: 'second_factor.secret',
    purpose: 'second-factor',
    context: secretContext,
    read: (tx, after) =>
      tx
        .selectFrom('second_factor')
        .select(['user_id as id', 'secret as value'])
        .where('user_id', '>', after)
        .orderBy('user_id')
        .limit(atOnce)
        .execute(),
    write: (tx, id, secret) => tx.updateTable('second_factor').set({ secret }).where('user_id', '=', id).execute(),
  },
  {
    name: 'approval.arguments',
    purpose: 'captured-arguments',
    context: approvalContext,
    read: (tx, after) =>
      tx
        .selectFrom('approval')
        .select(['id', 'arguments as value'])
        .where('id', '>', after)
        // Of what expired long ago they are not kept.
        .where('arguments', '<>', '')
        .orderBy('id')
        .limit(atOnce)
        .execute(),
    write: (tx, id, value) => tx.updateTable('approval').set({ arguments: value }).where('id', '=', id).execute(),
  },
  {
    name: 'capture.sealed',
    purpose: 'captured-arguments',
    context: captureContext,
    read: (tx, after) =>
      tx
        .selectFrom('capture')
        .select(['request_id as id', 'sealed as value'])
        .where('request_id', '>', after)
        .orderBy('request_id')
        .limit(atOnce)
        .execute(),
    write: (tx, id, sealed) => tx.updateTable('capture').set({ sealed }).where('request_id', '=', id).execute(),
  },
  channelColumn('target'),
  channelColumn('secret'),
  {
    name: 'outbox.sealed',
    purpose: 'outbox',
    context: valuesContext,
    read: (tx, after) =>
      tx
        .selectFrom('outbox')
        .select(['id', 'sealed as value'])
        .where('id', '>', after)
        .orderBy('id')
        .limit(atOnce)
        .execute(),
    write: (tx, id, sealed) => tx.updateTable('outbox').set({ sealed }).where('id', '=', id).execute(),
  },
];

function channelColumn(field: 'target' | 'secret'): SealedColumn {
  return {
    name: `channel.${field}`,
    purpose: 'channel',
    context: (id) => channelContext(id, field),
    read: (tx, after) =>
      tx
        .selectFrom('channel')
        .select(['id', `${field} as value`])
        .where('id', '>', after)
        .orderBy('id')
        .limit(atOnce)
        .execute(),
    write: (tx, id, value) =>
      tx
        .updateTable('channel')
        .set(field === 'target' ? { target: value } : { secret: value })
        .where('id', '=', id)
        .execute(),
  };
}

/** Every envelope of a column, a page at a time. A row without one is passed over. */
export async function* sealedRows(
  tx: Sql,
  { read }: Pick<SealedColumn, 'read'>,
): AsyncGenerator<{ readonly id: string; readonly value: string }> {
  for (let after = ''; ; ) {
    const rows = await read(tx, after);
    for (const { id, value } of rows) if (value !== null) yield { id, value };
    const last = rows.at(-1);
    if (last === undefined || rows.length < atOnce) return;
    after = last.id;
  }
}
