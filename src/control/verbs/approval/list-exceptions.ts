import { z } from 'zod';
import { exceptionOf } from '../../../store/approvals/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { cut, pageFields, pageOf, pagePosition } from '../../page.ts';
import { exceptionItem, exceptionShape } from './exception.ts';

/** Lists what need not ask for a while, the newest first. */
export const listExceptions = defineVerb({
  name: 'approval_exception.list',
  summary: 'Lists the exceptions that approvers made, the newest first, with what each changes of the policy.',
  permission: 'approvals:read',
  change: false,
  input: z.strictObject({ open: z.stringbool().optional().describe('only those still in force'), ...pageFields }),
  output: pageOf(exceptionShape),
  run: async ({ open, cursor, limit }, { tx, now }) => {
    let query = tx
      .selectFrom('approval_exception')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (open === true) {
      query = query
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', now)
        .where((x) => x.or([x('uses', 'is', null), x('used', '<', x.ref('uses'))]));
    }
    if (cursor !== undefined) {
      const { at, id } = pagePosition(cursor);
      query = query.where((x) => x(x.refTuple('created_at', 'id'), '<', x.tuple(at, id)));
    }
    const place = (row: { readonly created_at: number; readonly id: string }) => ({ at: row.created_at, id: row.id });
    return cut(await query.execute(), limit, place, (row) => exceptionItem(exceptionOf(row), now));
  },
});
