import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { policyNameField } from '../../registry/names.ts';
import { storedPolicy } from './policy.ts';
import { removePolicies } from './remove-policies.ts';

/** Takes a policy away that no grant has. Its versions stay: records name them. */
export const removePolicy = defineVerb({
  name: 'policy.remove',
  summary: 'Takes a policy away that no grant has; its versions stay on the record.',
  permission: 'policies:write',
  change: true,
  input: z.strictObject({ name: policyNameField }),
  output: z.strictObject({}),
  run: async ({ name }, context) => {
    await removePolicies(context, [await storedPolicy(context.tx, context.services, name)]);
    return {};
  },
});
