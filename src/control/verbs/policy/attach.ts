import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { policyNameField, slugField } from '../../registry/names.ts';
import { nextRevision } from '../../registry/next-revision.ts';
import { checkReach } from '../grant/check-reach.ts';
import { grantOf, grantRef, grantShape, reachOf, storedGrant } from '../grant/grant.ts';
import { keepReach } from '../grant/keep-reach.ts';

/** Puts a grant under another policy with a server that it opens already. To open another one is to change the grant. */
export const attachPolicy = defineVerb({
  name: 'policy.attach',
  summary: 'Puts a grant under another policy with a server that it opens already.',
  permission: 'policies:activate',
  change: true,
  input: z.strictObject({ name: policyNameField, grant: grantRef, server: slugField }),
  output: grantShape,
  run: async ({ name, grant: ref, server }, { tx, now, services, event, changed }) => {
    const grant = await storedGrant(tx, services, ref);
    const before = (await reachOf(tx, [grant.id])).get(grant.id) ?? {};
    const was = Object.entries(before).find(([slug]) => slug === server)?.[1];
    if (was === undefined) {
      const opens = Object.keys(before).join(', ');
      throw new Fault('conflict', `the grant ${grant.label} does not open the server ${server}; it opens ${opens}`);
    }
    const servers = { ...before, [server]: name };
    await checkReach(tx, services, [{ servers, before }]);
    const changes = { updated_at: now, revision: await nextRevision(tx) };
    await tx.updateTable('access_grant').set(changes).where('id', '=', grant.id).execute();
    await keepReach(tx, [{ id: grant.id, servers }]);
    event({ policy: name, grant: grant.id, label: grant.label, server, was });
    changed();
    return grantOf({ ...grant, ...changes }, servers, now);
  },
});
