import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { policyNameField } from '../../registry/names.ts';
import { activationShape, putInForce } from './activate-in.ts';
import { storedPolicy } from './policy.ts';

/** The second person agrees to what the first has proposed: it comes into force. */
export const confirmPolicy = defineVerb({
  name: 'policy.confirm',
  summary: 'Agrees, as the second person, to the version that another one has proposed: it comes into force.',
  permission: 'policies:activate',
  change: true,
  input: z.strictObject({
    name: policyNameField,
    version: z.number().int().min(1).describe('what was looked at: another one may have been proposed meanwhile'),
  }),
  output: activationShape,
  run: async ({ name, version }, context) => {
    const { tx, actor, services, changed } = context;
    const policy = await storedPolicy(tx, services, name);
    const proposal = await tx
      .selectFrom('policy_proposal')
      .selectAll()
      .where('policy_id', '=', policy.id)
      .executeTakeFirst();
    if (proposal?.version !== version) throw new Fault('conflict', `version ${version} is not proposed`);
    const second = `${actor.kind}:${actor.id}`;
    if (proposal.requested_by === second) throw new Fault('forbidden', 'somebody else than who proposed it must agree');
    const { observe, requested_by: by } = proposal;
    await putInForce(context, policy, { version, observe: observe !== 0, by, second });
    changed();
    return { state: 'active' as const, version };
  },
});
