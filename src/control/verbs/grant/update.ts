import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { labelField } from '../../registry/names.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { checkReach } from './check-reach.ts';
import { checkTerms, freeLabel } from './check-terms.ts';
import { addressesField, grantOf, grantRef, grantShape, reachField, reachOf, storedGrant, tagsField } from './grant.ts';
import { keepReach } from './keep-reach.ts';

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
  run: async (input, { tx, now, services, event, changed }) => {
    const { grant: ref, label, servers, owner, tags, addresses, expiresAt } = input;
    const before = await storedGrant(tx, services, ref);
    const reach = (await reachOf(tx, [before.id])).get(before.id) ?? {};
    if (label !== undefined && label !== before.label) await freeLabel(tx, services, label);
    await checkTerms(tx, input, now);
    if (servers !== undefined) await checkReach(tx, services, servers, reach);
    const row = {
      ...before,
      label: label ?? before.label,
      owner: owner === undefined ? before.owner : owner,
      tags: tags === undefined ? before.tags : JSON.stringify(tags),
      addresses: addresses === undefined ? before.addresses : JSON.stringify(addresses),
      expires_at: expiresAt === undefined ? before.expires_at : expiresAt,
      updated_at: now,
      revision: await nextRevision(tx),
    };
    await tx.updateTable('access_grant').set(row).where('id', '=', before.id).execute();
    if (servers !== undefined) await keepReach(tx, before.id, servers);
    const { grant: _ref, ...changes } = input;
    event({ ...changes, grant: before.id, was: before.label, ...(servers === undefined ? {} : { opened: reach }) });
    changed();
    return grantOf(row, servers ?? reach, now);
  },
});
