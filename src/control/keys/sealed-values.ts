import type { Purpose } from '../../seal/index.ts';
import { approvalContext, type Sql } from '../../store/index.ts';
import { secretContext } from '../verbs/second-factor/second-factor.ts';

/** A column that holds envelopes: what a rotation of the secret key seals anew. */
export interface SealedColumn {
  /** `<table>.<column>` */
  readonly name: string;
  readonly purpose: Purpose;
  /** What the envelope of a row belongs to, as whoever seals it says. */
  readonly context: (id: string) => string;
  readonly read: (tx: Sql) => Promise<readonly { readonly id: string; readonly value: string }[]>;
  readonly write: (tx: Sql, id: string, value: string) => Promise<unknown>;
}

/**
 * Every column with envelopes under the secret key itself. (Credentials are under data keys, which are wrapped anew by
 * `rewrapDataKeys`; kept answers of an hour are dropped.)
 */
export const sealedColumns: readonly SealedColumn[] = [
  {
    name: 'second_factor.secret',
    purpose: 'second-factor',
    context: secretContext,
    read: (tx) => tx.selectFrom('second_factor').select(['user_id as id', 'secret as value']).execute(),
    write: (tx, id, secret) => tx.updateTable('second_factor').set({ secret }).where('user_id', '=', id).execute(),
  },
  {
    name: 'approval.arguments',
    purpose: 'captured-arguments',
    context: approvalContext,
    read: (tx) => tx.selectFrom('approval').select(['id', 'arguments as value']).execute(),
    write: (tx, id, value) => tx.updateTable('approval').set({ arguments: value }).where('id', '=', id).execute(),
  },
];
