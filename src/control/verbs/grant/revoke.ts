import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { grantRef, storedGrant } from './grant.ts';

/** Ends a grant for good: its next call is refused, its sessions end. */
export const revokeGrant = defineVerb({
  name: 'grant.revoke',
  summary: 'Ends a grant for good: its next call is refused, its sessions end.',
  permission: 'grants:write',
  change: true,
  input: z.strictObject({ grant: grantRef }),
  output: z.strictObject({ id: z.string(), label: z.string() }),
  run: async ({ grant: ref }, { tx, now, services, event, changed }) => {
    const { id, label } = await storedGrant(tx, services, ref);
    const gone = { revoked_at: now, updated_at: now, previous_hash: null, previous_until: null };
    await tx
      .updateTable('access_grant')
      .set({ ...gone, revision: await nextRevision(tx) })
      .where('id', '=', id)
      .execute();
    event({ grant: id, label });
    changed();
    return { id, label };
  },
});
