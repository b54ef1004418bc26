import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { idField, timeField } from '../../fields.ts';
import { cut, pageFields, pageOf } from '../../page.ts';
import { behind } from '../behind.ts';

const deliveryState = z.enum(['waiting', 'sent', 'dead']);

/** A message for a channel, and how far it came. */
const deliveryShape = z.strictObject({
  id: idField,
  message: z.string().describe('the id that the receiver sees'),
  type: z.string(),
  channel: z.string().describe('id, or file:<name>'),
  state: deliveryState,
  attempts: z.number().int(),
  createdAt: timeField,
  dueAt: timeField,
  endedAt: timeField.nullable(),
  error: z.string().nullable().describe('how the last attempt ended'),
});

export const listDeliveries = defineVerb({
  name: 'delivery.list',
  summary: 'Lists what was told, or could not be: the dead ones unless another state is asked for.',
  permission: 'notifications:read',
  change: false,
  input: z.strictObject({ ...pageFields, state: z.enum([...deliveryState.options, 'all']).default('dead') }),
  output: pageOf(deliveryShape),
  run: async ({ state, ...page }, { tx }) => {
    const rowsOf = (one: z.infer<typeof deliveryState>) => {
      const query = tx
        .selectFrom('delivery as d')
        .innerJoin('outbox as o', 'o.id', 'd.message')
        .select(['d.id', 'd.message', 'o.type', 'd.channel', 'd.state', 'd.attempts', 'o.created_at', 'd.due_at'])
        .select(['d.ended_at', 'd.error'])
        .where('d.state', '=', one);
      return behind(query, ['d.due_at', 'd.id'], page).execute();
    };
    // The index is by state: a page of each, put together, reads three pages, and one sorted list would read every row.
    const rows: Awaited<ReturnType<typeof rowsOf>> = [];
    for (const one of state === 'all' ? deliveryState.options : [state]) rows.push(...(await rowsOf(one)));
    rows.sort((a, b) => b.due_at - a.due_at || (a.id < b.id ? 1 : -1));
    const place = (row: (typeof rows)[number]) => ({ at: row.due_at, id: row.id });
    return cut(rows, page.limit, place, (row) => ({
      id: row.id,
      message: row.message,
      type: row.type,
      channel: row.channel,
      state: deliveryState.parse(row.state),
      attempts: row.attempts,
      createdAt: row.created_at,
      dueAt: row.due_at,
      endedAt: row.ended_at,
      error: row.error,
    }));
  },
});

export const retryDelivery = defineVerb({
  name: 'delivery.retry',
  summary: 'Tries a dead delivery again, as if for the first time; the message keeps its id.',
  permission: 'notifications:write',
  change: true,
  input: z.strictObject({ id: idField }),
  output: z.strictObject({}),
  run: async ({ id }, { tx, now, event }) => {
    const { numUpdatedRows } = await tx
      .updateTable('delivery')
      .set({ state: 'waiting', attempts: 0, due_at: now, ended_at: null, error: null })
      .where('id', '=', id)
      .where('state', '=', 'dead')
      .executeTakeFirst();
    if (numUpdatedRows !== 1n) throw new Fault('not_found', 'there is no such delivery that is dead');
    event({ delivery: id });
    return {};
  },
});
