import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { cut, pageFields, pageOf, pagePosition } from '../../page.ts';
import { policyNameField } from '../../registry/names.ts';
import { storedPolicy, versionShape } from './policy.ts';

/** The versions of a policy, the newest first, without their texts. */
export const listPolicyVersions = defineVerb({
  name: 'policy.versions',
  summary: 'Lists the versions of a policy, the newest first.',
  permission: 'policies:read',
  change: false,
  input: z.strictObject({ name: policyNameField, ...pageFields }),
  output: pageOf(versionShape),
  run: async ({ name, cursor, limit }, { tx, services }) => {
    const policy = await storedPolicy(tx, services, name);
    const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : pagePosition(cursor).at;
    const rows = await tx
      .selectFrom('policy_version')
      .select(['version', 'format', 'note', 'author', 'created_at'])
      .where('policy_id', '=', policy.id)
      .where('version', '<', before)
      .orderBy('version', 'desc')
      .limit(limit + 1)
      .execute();
    const log = await tx
      .selectFrom('policy_activation')
      .select('version')
      .distinct()
      .where('policy_id', '=', policy.id)
      .execute();
    const once = new Set(log.map(({ version }) => version));
    return cut(
      rows,
      limit,
      ({ version }) => ({ at: version, id: '' }),
      ({ version, format, note, author, created_at }) => ({
        version,
        format: format === 'yaml' ? ('yaml' as const) : ('json' as const),
        note,
        author,
        createdAt: created_at,
        state: stateOf(version === policy.active_version, once.has(version)),
      }),
    );
  },
});

function stateOf(active: boolean, once: boolean): 'active' | 'former' | 'draft' {
  return active ? 'active' : once ? 'former' : 'draft';
}
