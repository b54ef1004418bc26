import { z } from 'zod';
import { approvalColumns, approvalOf } from '../../../store/approvals/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { cut, pageFields, pageOf, placeOf } from '../../page.ts';
import { approvalItem, approvalShape, stateField } from './approval.ts';

/** Lists requests, the newest first. */
export const listApprovals = defineVerb({
  name: 'approval.list',
  summary: 'Lists calls that wait for people, or waited; the newest first. Never the values of their arguments.',
  permission: 'approvals:read',
  change: false,
  input: z.strictObject({
    state: stateField.optional().describe('only those in this state'),
    grant: z.string().max(256).optional().describe('only those of this grant, by id or label'),
    ...pageFields,
  }),
  output: pageOf(approvalShape),
  run: async ({ state, grant, cursor, limit }, { tx, now }) => {
    let query = tx
      .selectFrom('approval')
      .select(approvalColumns)
      .orderBy('asked_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (grant !== undefined) {
      query = query.where((x) => x.or([x('grant_id', '=', grant), x('grant_label', '=', grant)]));
    }
    // What time has ended is expired, whether or not somebody has looked at it since.
    if (state === 'expired') {
      const over = ['pending', 'approved'];
      query = query.where((x) =>
        x.or([x('state', '=', state), x.and([x('state', 'in', over), x('expires_at', '<=', now)])]),
      );
    } else if (state !== undefined) {
      query = query.where('state', '=', state);
      if (state === 'pending' || state === 'approved') query = query.where('expires_at', '>', now);
    }
    if (cursor !== undefined) {
      const { at, id } = placeOf(cursor);
      query = query.where((x) => x(x.refTuple('asked_at', 'id'), '<', x.tuple(at, id)));
    }
    const place = (row: { readonly asked_at: number; readonly id: string }) => ({ at: row.asked_at, id: row.id });
    return cut(await query.execute(), limit, place, (row) => approvalItem(approvalOf(row), now));
  },
});
