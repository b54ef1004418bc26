import { addressRanges } from '../../../identity/index.ts';
import type { Sql } from '../../../store/index.ts';
import { InputFault } from '../../input-fault.ts';

/**
 * @param at where the grant stands in the input
 * @throws InputFault for what it cannot be held to
 */
export async function checkTerms(
  tx: Sql,
  terms: {
    readonly owner?: string | null | undefined;
    readonly addresses?: readonly string[] | undefined;
    readonly expiresAt?: number | null | undefined;
  },
  now: number,
  at = '',
): Promise<void> {
  const { owner, addresses, expiresAt } = terms;
  const wrong = (field: string, message: string) => new InputFault([{ pointer: `${at}/${field}`, message }]);
  if (addresses !== undefined && addressRanges(addresses) === undefined) {
    throw wrong('addresses', 'must be addresses or CIDR ranges, such as 10.0.0.0/8');
  }
  if (expiresAt !== undefined && expiresAt !== null && expiresAt <= now) {
    throw wrong('expiresAt', 'must be in the future');
  }
  if (owner === undefined || owner === null) return;
  const user = await tx.selectFrom('user_account').select('id').where('id', '=', owner).executeTakeFirst();
  if (user === undefined) throw wrong('owner', 'is the id of no user');
}
