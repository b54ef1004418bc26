import { Fault } from '../../../kernel/index.ts';
import type { VerbContext } from '../../define-verb.ts';
import { inParts } from '../../in-parts.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import type { WholePolicyRow } from './policy.ts';

/**
 * Takes one policy away or ten thousand that no grant has, with an event for each.
 *
 * @param context of a verb for which `policies:write` is needed
 * @throws Fault `conflict` where a grant has one of them
 */
export async function removePolicies(
  { tx, now, event, changed }: VerbContext,
  policies: readonly Pick<WholePolicyRow, 'id' | 'name'>[],
): Promise<void> {
  const revision = await nextRevision(tx);
  await inParts(policies, async (part) => {
    const used = await tx
      .selectFrom('grant_access')
      .innerJoin('access_grant', 'access_grant.id', 'grant_access.grant_id')
      .select(['access_grant.label', 'grant_access.policy'])
      .where(
        'grant_access.policy',
        'in',
        part.map(({ name }) => name),
      )
      .where('access_grant.revoked_at', 'is', null)
      .limit(100)
      .execute();
    const [first] = used;
    if (first !== undefined) {
      const labels = used.filter(({ policy }) => policy === first.policy).map(({ label }) => label);
      const some = labels.slice(0, 5).join(', ');
      throw new Fault(
        'conflict',
        `the grants ${some}${labels.length > 5 ? ' and more' : ''} have the policy ${first.policy}`,
      );
    }
    const ids = part.map(({ id }) => id);
    await tx.deleteFrom('policy_proposal').where('policy_id', 'in', ids).execute();
    await tx.updateTable('policy').set({ removed_at: now, updated_at: now, revision }).where('id', 'in', ids).execute();
    for (const { id, name } of part) event({ policy: name, id }, 'policy.remove');
  });
  changed();
}
