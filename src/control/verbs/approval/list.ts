import { z } from 'zod';
import { approvalColumns, approvalOf } from '../../../store/approvals/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { merged } from '../../merged.ts';
import { cut, pageFields, pageOf } from '../../page.ts';
import { behind } from '../behind.ts';
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
  run: async ({ state, grant, ...page }, { tx, now }) => {
    const ask = (column: 'grant_id' | 'grant_label' | undefined, { is, over }: Asked) => {
      let query = tx.selectFrom('approval').select(approvalColumns);
      if (column !== undefined && grant !== undefined) query = query.where(column, '=', grant);
      if (is !== undefined) query = query.where('state', '=', is);
      if (over !== undefined) query = query.where('expires_at', over ? '<=' : '>', now);
      return behind(query, ['asked_at', 'id'], page).execute();
    };
    const columns = grant === undefined ? [undefined] : (['grant_id', 'grant_label'] as const);
    const lists = await Promise.all(columns.flatMap((column) => askedFor(state).map((one) => ask(column, one))));
    const rows = merged(
      lists,
      ({ id }) => id,
      (a, b) => b.asked_at - a.asked_at || (a.id < b.id ? 1 : -1),
      page.limit + 1,
    );
    const place = (row: { readonly asked_at: number; readonly id: string }) => ({ at: row.asked_at, id: row.id });
    return cut(rows, page.limit, place, (row) => approvalItem(approvalOf(row), now));
  },
});

/** One question to the table: which state stands in it, and whether the time of the request must be over. */
interface Asked {
  readonly is?: z.output<typeof stateField>;
  readonly over?: boolean;
}

/** What time has ended is expired, whether or not somebody has looked at it since. */
function askedFor(state: z.output<typeof stateField> | undefined): readonly Asked[] {
  switch (state) {
    case undefined:
      return [{}];
    case 'pending':
    case 'approved':
      return [{ is: state, over: false }];
    case 'expired':
      return [{ is: 'expired' }, { is: 'pending', over: true }, { is: 'approved', over: true }];
    default:
      return [{ is: state }];
  }
}
