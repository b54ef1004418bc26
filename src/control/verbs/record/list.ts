import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { cut, largePageFields, pageFields, pageOf, pagePosition } from '../../page.ts';
import { chainState, chainStates } from '../../records/chain-state.ts';
import { findPage } from '../../records/find-page.ts';
import { findRecords } from '../../records/find-records.ts';
import { namesOfActors } from '../../records/names-of-actors.ts';
import { callFilterFields, eventFilterFields } from '../../records/record-filter.ts';
import { recordShape, shownRecord } from '../../records/shown-record.ts';

/** In which order, and from where on. */
const orderFields = {
  order: z.enum(['newest', 'oldest']).default('newest').describe('which come first'),
  after: z.coerce.number().int().min(0).optional().describe('only those behind this record, in that order'),
};

/** Lists calls: every one that was judged, allowed or not. */
export const listCalls = defineVerb({
  name: 'call.list',
  summary: 'Lists calls, the newest first unless asked otherwise. Pages hold still while new calls come.',
  permission: 'calls:read',
  change: false,
  input: z.strictObject({ ...largePageFields, ...orderFields, ...callFilterFields }),
  output: pageOf(recordShape),
  run: async ({ cursor, limit, order, after: known, ...filter }, { tx, actor }) => {
    const after = cursor === undefined ? known : pagePosition(cursor).at;
    const { found, limit: fitting } = await findPage(tx, { kind: 'call', ...filter }, { order, after, limit });
    return cut(
      found,
      fitting,
      ({ id }) => ({ at: id, id: '' }),
      (record) => shownRecord(record, actor),
    );
  },
});

/** Shows one call. */
export const showCall = defineVerb({
  name: 'call.show',
  summary: 'Shows a call, and whether its record is as it was written.',
  permission: 'calls:read',
  change: false,
  input: z.strictObject({ id: z.coerce.number().int().min(1) }),
  output: recordShape.extend({ chain: z.enum(chainStates) }),
  run: async ({ id }, { tx, actor, keys }) => {
    const [found] = await findRecords(tx, { kind: 'call' }, { order: 'oldest', after: id - 1, limit: 1 });
    if (found?.id !== id) throw new Fault('not_found', 'there is no such record, or it was removed by retention');
    return { ...shownRecord(found, actor), chain: await chainState(tx, keys, found) };
  },
});

/** Lists events: what was changed, by whom, and what happened to the gateway itself. */
export const listEvents = defineVerb({
  name: 'event.list',
  summary: 'Lists events, the newest first: every change, by whom, and what happened to the gateway itself.',
  permission: 'events:read',
  change: false,
  input: z.strictObject({ ...pageFields, ...orderFields, ...eventFilterFields }),
  output: pageOf(
    recordShape.extend({
      by: z.string().nullable().describe('what the user or API key is called that did it, while it is there'),
    }),
  ),
  run: async ({ cursor, limit, order, after: known, ...filter }, { tx, actor }) => {
    const after = cursor === undefined ? known : pagePosition(cursor).at;
    const { found, limit: fitting } = await findPage(tx, { kind: 'event', ...filter }, { order, after, limit });
    const page = cut(
      found,
      fitting,
      ({ id }) => ({ at: id, id: '' }),
      (record) => shownRecord(record, actor),
    );
    const nameOf = await namesOfActors(
      tx,
      page.items.map(({ record }) => record),
    );
    return { ...page, items: page.items.map((one) => ({ ...one, by: nameOf(one.record) })) };
  },
});
