import { z } from 'zod';
import type { Approval } from '../../../approvals/index.ts';
import { Fault } from '../../../kernel/index.ts';
import { approvalColumns, approvalOf } from '../../../store/approvals/index.ts';
import type { Sql } from '../../../store/index.ts';

/** An id of a request, or enough of its beginning to tell it from all others: people copy them by hand. */
export const approvalIdField = z
  .string()
  .regex(/^[0-9a-f]{6,32}$/, 'must be an id, or its first digits (six at least)');

/**
 * @returns the request of that id, as it was last written
 * @throws Fault `not_found`, `conflict` where several begin so
 */
export async function approvalById(tx: Sql, id: string): Promise<Approval> {
  const rows = await tx
    .selectFrom('approval')
    .select(approvalColumns)
    .where('id', '>=', id)
    // Behind every id that begins so: digits end with f.
    .where('id', '<', `${id}g`)
    .limit(2)
    .execute();
  const [row, another] = rows;
  if (row === undefined) throw new Fault('not_found', 'there is no such approval');
  if (another !== undefined)
    throw new Fault('conflict', 'several approvals begin with these digits; give more of them');
  return approvalOf(row);
}
