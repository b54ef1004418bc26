import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { readDocument } from '../../policy-thread/read-document.ts';
import { noteField, policyNameField } from '../../registry/names.ts';
import { activationShape } from './activate-in.ts';
import { documentFields, policyOf, policyShape } from './policy.ts';
import { savePolicies } from './save-policies.ts';

/**
 * Saves a document as the next version of a policy, which is made where there is none of that name. A draft unless it is
 * activated with it. The same text again is no new version.
 */
export const savePolicy = defineVerb({
  name: 'policy.save',
  summary: 'Saves a document as the next version of a policy: a draft, unless it is activated with it.',
  permission: 'policies:write',
  change: true,
  input: z.strictObject({
    name: policyNameField,
    ...documentFields,
    note: noteField.default('').describe('why'),
    base: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe('the version that this text was made from: refused where another one was saved meanwhile'),
    description: noteField.optional(),
    activate: z.boolean().default(false),
    observe: z.boolean().default(false).describe('activate on trial: refuse nothing, record what would be refused'),
  }),
  output: policyShape.extend({
    version: z.number().int(),
    saved: z.boolean().describe('false: the newest version has this very text'),
    warnings: z.array(z.string()),
    activation: activationShape.nullable(),
  }),
  prepare: ({ name, text, format }, { actor }) => readDocument({ name, text, format }, actor),
  run: async (input, context, warnings) => {
    const [done] = await savePolicies(context, [input]);
    if (done === undefined) throw new Error('one was to be saved, and none was');
    const { row, version, saved, activation } = done;
    const shown = activation && { state: activation.state, version: activation.version };
    return { ...policyOf(row), version, saved, warnings: [...warnings], activation: shown ?? null };
  },
});
