import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { policyNameField } from '../../registry/names.ts';
import { policyOf, policyOfFile, policyShape, proposalShape, storedPolicy, versionText } from './policy.ts';

const access = z.strictObject({ grant: z.string(), server: z.string() });

/** One policy with a text of it, who has it, and what waits for a second person. */
export const showPolicy = defineVerb({
  name: 'policy.show',
  summary: 'Shows a policy: the text of a version, the grants that have it, what is proposed.',
  permission: 'policies:read',
  change: false,
  input: z.strictObject({
    name: policyNameField,
    version: z.coerce.number().int().min(1).optional().describe('the active one when absent, or else the newest'),
  }),
  output: policyShape.extend({
    version: z.number().int().nullable(),
    text: z.string(),
    format: z.enum(['json', 'yaml']),
    note: z.string(),
    author: z.string().nullable(),
    proposal: proposalShape.nullable(),
    attached: z.array(access).describe('at most 200 stored grants'),
  }),
  run: async ({ name, version }, { tx, services }) => {
    const attached = await tx
      .selectFrom('grant_access')
      .innerJoin('access_grant', 'access_grant.id', 'grant_access.grant_id')
      .select(['access_grant.label as grant', 'grant_access.server as server'])
      .where('grant_access.policy', '=', name)
      .where('access_grant.revoked_at', 'is', null)
      .orderBy('access_grant.label')
      .limit(200)
      .execute();
    const file = services.declared?.().policies.get(name);
    if (file !== undefined) {
      const { text, format } = file;
      const none = { version: null, note: '', author: null, proposal: null };
      return { ...policyOfFile(name), text, format, ...none, attached };
    }
    const policy = await storedPolicy(tx, services, name);
    const wanted = version ?? policy.active_version ?? policy.latest_version;
    const { text, format, row } = await versionText(tx, policy, wanted);
    const proposal = await tx
      .selectFrom('policy_proposal')
      .selectAll()
      .where('policy_id', '=', policy.id)
      .executeTakeFirst();
    return {
      ...policyOf(policy),
      version: row.version,
      text,
      format,
      note: row.note,
      author: row.author,
      proposal:
        proposal === undefined
          ? null
          : {
              version: proposal.version,
              observe: proposal.observe !== 0,
              requestedBy: proposal.requested_by,
              requestedAt: proposal.requested_at,
            },
      attached,
    };
  },
});
