import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { policyNameField } from '../../registry/names.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { storedPolicy } from './policy.ts';

/** Takes a policy away that no grant has. Its versions stay: records name them. */
export const removePolicy = defineVerb({
  name: 'policy.remove',
  summary: 'Takes a policy away that no grant has; its versions stay on the record.',
  permission: 'policies:write',
  change: true,
  input: z.strictObject({ name: policyNameField }),
  output: z.strictObject({}),
  run: async ({ name }, { tx, now, services, event, changed }) => {
    const { id } = await storedPolicy(tx, services, name);
    const used = await tx
      .selectFrom('grant_access')
      .innerJoin('access_grant', 'access_grant.id', 'grant_access.grant_id')
      .select('access_grant.label')
      .where('grant_access.policy', '=', name)
      .where('access_grant.revoked_at', 'is', null)
      .limit(6)
      .execute();
    if (used.length > 0) {
      const labels = used.slice(0, 5).map(({ label }) => label);
      throw new Fault(
        'conflict',
        `the grants ${labels.join(', ')}${used.length > 5 ? ' and more' : ''} have this policy`,
      );
    }
    const revision = await nextRevision(tx);
    await tx.deleteFrom('policy_proposal').where('policy_id', '=', id).execute();
    await tx.updateTable('policy').set({ removed_at: now, updated_at: now, revision }).where('id', '=', id).execute();
    event({ policy: name, id });
    changed();
    return {};
  },
});
