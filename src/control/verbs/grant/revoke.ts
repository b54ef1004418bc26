import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { endGrants } from './end-grants.ts';
import { grantRef, storedGrant } from './grant.ts';

/** Ends a grant for good: its next call is refused, its sessions end. */
export const revokeGrant = defineVerb({
  name: 'grant.revoke',
  summary: 'Ends a grant for good: its next call is refused, its sessions end.',
  permission: 'grants:write',
  change: true,
  input: z.strictObject({ grant: grantRef }),
  output: z.strictObject({ id: z.string(), label: z.string() }),
  run: async ({ grant: ref }, context) => {
    const grant = await storedGrant(context.tx, context.services, ref);
    await endGrants(context, [grant]);
    return { id: grant.id, label: grant.label };
  },
});
