import { z } from 'zod';
import { exceptionOf } from '../../../store/approvals/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { cut, madeAt, pageFields, pageOf } from '../../page.ts';
import { behind } from '../behind.ts';
import { exceptionItem, exceptionShape } from './exception.ts';

/** Lists what need not ask for a while, the newest first. */
export const listExceptions = defineVerb({
  name: 'approval_exception.list',
  summary: 'Lists the exceptions that approvers made, the newest first, with what each changes of the policy.',
  permission: 'approvals:read',
  change: false,
  input: z.strictObject({ open: z.stringbool().optional().describe('only those still in force'), ...pageFields }),
  output: pageOf(exceptionShape),
  run: async ({ open, ...page }, { tx, now }) => {
    let query = behind(tx.selectFrom('approval_exception').selectAll(), ['created_at', 'id'], page);
    if (open === true) {
      query = query
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', now)
        .where((x) => x.or([x('uses', 'is', null), x('used', '<', x.ref('uses'))]));
    }
    return cut(await query.execute(), page.limit, madeAt, (row) => exceptionItem(exceptionOf(row), now));
  },
});
