import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import type { Sql } from '../../../store/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { policyNameField } from '../../registry/names.ts';
import { personBehind } from '../user/maker-of.ts';
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
    observe: z.boolean().default(false).describe('whether it was proposed on trial, as it was looked at'),
  }),
  output: activationShape,
  run: async ({ name, version, observe: seen }, context) => {
    const { tx, actor, services } = context;
    const policy = await storedPolicy(tx, services, name);
    const proposal = await tx
      .selectFrom('policy_proposal')
      .selectAll()
      .where('policy_id', '=', policy.id)
      .executeTakeFirst();
    if (proposal?.version !== version) throw new Fault('conflict', `version ${version} is not proposed`);
    const first = await personNamed(tx, proposal.requested_by);
    if (first === (await personBehind(tx, actor)))
      throw new Fault('forbidden', 'somebody else than who proposed it must agree');
    const { requested_by: by } = proposal;
    const observe = proposal.observe !== 0;
    // On trial it refuses nothing: whoever agreed to the one has not agreed to the other.
    if (observe !== seen) {
      const how = observe ? 'on trial, where it refuses nothing' : 'to be in force, and not on trial';
      throw new Fault('conflict', `version ${version} is proposed ${how}`);
    }
    const second = `${actor.kind}:${actor.id}`;
    await putInForce(context, [{ policy, version, observe, by, second }]);
    return { state: 'active' as const, version };
  },
});

/** Who has proposed it: a proposal of an older database may name the key. */
async function personNamed(tx: Sql, by: string): Promise<string> {
  const key = /^api_key:(.+)$/.exec(by)?.[1];
  return key === undefined ? by : personBehind(tx, { kind: 'api_key', id: key });
}
