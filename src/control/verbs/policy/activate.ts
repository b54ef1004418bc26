import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { policyNameField } from '../../registry/names.ts';
import { activateOne, activationShape } from './activate-in.ts';
import { storedPolicy, versionText } from './policy.ts';

/** Puts a version of a policy in force, or proposes it to a second person. */
export const activatePolicy = defineVerb({
  name: 'policy.activate',
  summary: 'Puts a version of a policy in force; where a server wants two people, proposes it to the second.',
  permission: 'policies:activate',
  change: true,
  input: z.strictObject({
    name: policyNameField,
    version: z.number().int().min(1).optional().describe('the newest when absent'),
    observe: z.boolean().default(false).describe('on trial: refuse nothing, record what would be refused'),
    twoPerson: z.boolean().default(false).describe('propose it in any case'),
  }),
  output: activationShape,
  run: async ({ name, version, observe, twoPerson }, context) => {
    const policy = await storedPolicy(context.tx, context.services, name);
    const { row } = await versionText(context.tx, policy, version ?? policy.latest_version);
    const state = await activateOne(context, { policy, version: row.version, observe }, twoPerson);
    return { state, version: row.version };
  },
});
