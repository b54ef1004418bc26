import { sql } from 'kysely';
import { valuesContext } from '../../../notify/index.ts';
import type { Purpose } from '../../../seal/index.ts';
import { approvalContext, type Sql, type Tables } from '../../../store/index.ts';
import { captureContext } from '../../captures/capture-context.ts';
import { channelContext } from '../../channels/stored-channels.ts';
import { secretContext } from '../second-factor/second-factor.ts';

/** A column that holds envelopes: what a rotation of the secret key seals anew. */
export interface SealedColumn {
  readonly table: string;
  /** What tells its rows apart. */
  readonly key: string;
  readonly field: string;
  readonly purpose: Purpose;
  /** What the envelope of a row belongs to, as whoever seals it says. */
  readonly context: (id: string) => string;
}

/** Rows that are read at a time: a capture may hold a great many. */
const atOnce = 500;

/**
 * Every column with envelopes under the secret key itself. (Credentials are under data keys, which are wrapped anew by
 * `rewrapDataKeys`; kept answers of an hour are dropped.)
 */
export const sealedColumns: readonly SealedColumn[] = [
  column('second_factor', 'user_id', 'secret', 'second-factor', secretContext),
  // Of what expired long ago they are not kept: there it is empty.
  column('approval', 'id', 'arguments', 'captured-arguments', approvalContext),
  column('capture', 'request_id', 'sealed', 'captured-arguments', captureContext),
  column('channel', 'id', 'target', 'channel', (id) => channelContext(id, 'target')),
  column('channel', 'id', 'secret', 'channel', (id) => channelContext(id, 'secret')),
  column('outbox', 'id', 'sealed', 'outbox', valuesContext),
];

/** The tables' types hold the names together. */
function column<T extends keyof Tables>(
  table: T,
  key: keyof Tables[T] & string,
  field: keyof Tables[T] & string,
  purpose: Purpose,
  context: SealedColumn['context'],
): SealedColumn {
  return { table, key, field, purpose, context };
}

/** Puts another envelope into a row. */
export async function writeSealed(
  tx: Sql,
  { table, key, field }: SealedColumn,
  id: string,
  value: string,
): Promise<void> {
  await sql`UPDATE ${sql.table(table)} SET ${sql.ref(field)} = ${value} WHERE ${sql.ref(key)} = ${id}`.execute(tx);
}

/** Every envelope of a column, a page at a time. A row without one is passed over. */
export async function* sealedRows(tx: Sql, { table, key, field }: SealedColumn): AsyncGenerator<SealedRow> {
  for (let after = ''; ; ) {
    const { rows } = await sql<SealedRow>`
      SELECT ${sql.ref(key)} AS id, ${sql.ref(field)} AS value FROM ${sql.table(table)}
      WHERE ${sql.ref(key)} > ${after} AND ${sql.ref(field)} <> '' ORDER BY ${sql.ref(key)} LIMIT ${sql.lit(atOnce)}`.execute(
      tx,
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < atOnce) return;
    after = last.id;
  }
}

interface SealedRow {
  readonly id: string;
  readonly value: string;
}
