import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { labelField } from '../../registry/names.ts';
import { changeGrants } from './change-grants.ts';
import { addressesField, grantOf, grantRef, grantShape, reachField, storedGrant, tagsField } from './grant.ts';

/** Changes a grant; its token and its budgets stay. */
export const updateGrant = defineVerb({
  name: 'grant.update',
  summary: 'Changes what a grant opens, and on what terms; its token stays.',
  permission: 'grants:write',
  change: true,
  input: z.strictObject({
    grant: grantRef,
    label: labelField.optional(),
    servers: reachField.optional().describe('all that it opens from now on'),
    owner: z.string().nullable().optional(),
    tags: tagsField.optional(),
    addresses: addressesField.optional(),
    expiresAt: z.number().int().nullable().optional(),
  }),
  output: grantShape,
  run: async ({ grant: ref, ...changes }, context) => {
    const { tx, services, now } = context;
    const [changed] = await changeGrants(context, [{ ...changes, before: await storedGrant(tx, services, ref) }]);
    if (changed === undefined) throw new Error('a grant was to be changed, and none was');
    return grantOf(changed.row, changed.servers, now);
  },
});
