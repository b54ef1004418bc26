import { addressRanges } from '../../../identity/index.ts';
import { Fault } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { wrongField } from '../../input-fault.ts';
import { notOfFile } from '../../registry/declared-by-file.ts';
import type { Services } from '../../services.ts';

/** @throws InputFault for what a grant cannot be held to */
export async function checkTerms(
  tx: Sql,
  terms: {
    readonly owner?: string | null | undefined;
    readonly addresses?: readonly string[] | undefined;
    readonly expiresAt?: number | null | undefined;
  },
  now: number,
): Promise<void> {
  const { owner, addresses, expiresAt } = terms;
  if (addresses !== undefined && addressRanges(addresses) === undefined) {
    throw wrongField('addresses', 'must be addresses or CIDR ranges, such as 10.0.0.0/8');
  }
  if (expiresAt !== undefined && expiresAt !== null && expiresAt <= now) {
    throw wrongField('expiresAt', 'must be in the future');
  }
  if (owner === undefined || owner === null) return;
  const user = await tx.selectFrom('user_account').select('id').where('id', '=', owner).executeTakeFirst();
  if (user === undefined) throw wrongField('owner', 'is the id of no user');
}

/** @throws Fault `conflict` when another grant that is not revoked has the label */
export async function freeLabel(tx: Sql, services: Services, label: string): Promise<void> {
  notOfFile(services, 'grant', label);
  const taken = await tx
    .selectFrom('access_grant')
    .select('id')
    .where('label', '=', label)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (taken !== undefined) throw new Fault('conflict', `there is a grant ${label} already`);
}
