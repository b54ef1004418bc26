import { callDigest, exceptionDigests } from '../../approvals/index.ts';
import type { Sql } from '../sql/open-sql.ts';
import { approvalColumns, approvalOf } from './approval-row.ts';
import { decidableApproval } from './approval-store.ts';
import type { ArgumentSeal } from './kept-arguments.ts';

/** Rows that are read at a time. */
const atOnce = 100;

/**
 * Keys what calls are found by under the current secret key, as long as any call can still be found by it: after this the key
 * before is needed for none of them. What is over is found by nobody.
 *
 * @param current the id of that key
 * @returns how many were keyed anew
 * @throws SealError when arguments were sealed under a key that is not in the ring
 */
export async function rekeyCalls(tx: Sql, seal: ArgumentSeal, current: string, now: number): Promise<number> {
  return (await rekeyExceptions(tx, seal, current, now)) + (await rekeyApprovals(tx, seal, current, now));
}

async function rekeyApprovals(tx: Sql, seal: ArgumentSeal, current: string, now: number): Promise<number> {
  let count = 0;
  for (let after = ''; ; ) {
    const rows = await tx
      .selectFrom('approval')
      .select(approvalColumns)
      .where('id', '>', after)
      .where('state', 'in', ['pending', 'approved', 'denied'])
      .where('expires_at', '>', now)
      .where('call_digest', 'not like', `${current}.%`)
      .orderBy('id')
      .limit(atOnce)
      .execute();
    for (const row of rows) {
      const { request } = await decidableApproval(tx, approvalOf(row), seal);
      const [keyed] = seal.keyed(callDigest(request.call));
      const { numUpdatedRows } = await tx
        .updateTable('approval')
        .set({ call_digest: keyed })
        .where('id', '=', row.id)
        // Asked for again under the new key while this one waited under the old one: two requests would be one.
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('approval as other')
                .select('other.id')
                .where('other.call_digest', '=', keyed)
                .where('other.entries_digest', '=', row.entries_digest)
                .where('other.state', '=', 'pending'),
            ),
          ),
        )
        .executeTakeFirst();
      count += Number(numUpdatedRows);
    }
    const last = rows.at(-1);
    if (last === undefined) return count;
    after = last.id;
  }
}

/** Those of certain arguments, which are those of the request that each came with. */
async function rekeyExceptions(tx: Sql, seal: ArgumentSeal, current: string, now: number): Promise<number> {
  const rows = await tx
    .selectFrom('approval_exception')
    .innerJoin('approval', 'approval.id', 'approval_exception.approval')
    .select(approvalColumns.map((column) => `approval.${column}` as const))
    .select(['approval_exception.id as exception', 'approval_exception.match'])
    .where('approval_exception.revoked_at', 'is', null)
    .where('approval_exception.expires_at', '>', now)
    .where('approval_exception.match', 'like', '%.%')
    .where('approval_exception.match', 'not like', `${current}.%`)
    .execute();
  for (const row of rows) {
    const { request } = await decidableApproval(tx, approvalOf(row), seal);
    const [match] = seal.keyed(exceptionDigests(request.call).same);
    await tx.updateTable('approval_exception').set({ match }).where('id', '=', row.exception).execute();
  }
  return rows.length;
}
