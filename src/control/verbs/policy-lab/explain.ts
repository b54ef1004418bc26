import { z } from 'zod';
import { categories, severities, unclassified } from '../../../policy/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { wrongField } from '../../input-fault.ts';
import { inPolicyThread } from '../../policy-thread/in-policy-thread.ts';
import { documentField } from './document.ts';

/** One call, judged by the one judge there is, with everything that it looked at: `toolgate policy explain`. */
export const explainPolicy = defineVerb({
  name: 'policy.explain',
  summary: 'Judges one call by a policy document, and says what every rule said.',
  permission: 'policies:read',
  change: false,
  input: z.strictObject({
    document: documentField,
    server: z.string().max(200).default('server'),
    subject: z.enum(['tool', 'resource', 'prompt']),
    name: z.string().max(4_096).describe('the tool or prompt, or the URI'),
    arguments: z.string().max(64_000).default('{}').describe('the arguments as raw JSON, read as those of a call are'),
    grant: z.string().max(200).default('grant').describe('label of the grant'),
    tags: z.record(z.string().max(100), z.string().max(200)).default({}),
    user: z.string().max(320).optional().describe('e-mail address'),
    groups: z.array(z.string().max(200)).max(100).default([]),
    category: z.enum(categories).default(unclassified.category),
    severity: z.enum(severities).default(unclassified.severity),
    annotations: z
      .strictObject({
        readOnlyHint: z.boolean().optional(),
        destructiveHint: z.boolean().optional(),
        idempotentHint: z.boolean().optional(),
        openWorldHint: z.boolean().optional(),
      })
      .default({}),
    at: z.number().int().optional().describe('the moment, ms since the epoch; now when absent'),
  }),
  output: z.strictObject({
    decision: z.strictObject({
      outcome: z.string(),
      code: z.string().nullable(),
      rule: z.string().nullable(),
      reason: z.string().nullable(),
    }),
    trace: z.array(z.strictObject({ rule: z.string(), said: z.string() })),
  }),
  prepare: async (input, { actor, now }) => {
    const explained = await inPolicyThread(actor, 'explain', { ...input, at: input.at ?? now });
    if ('wrong' in explained) throw wrongField('document', explained.wrong);
    return explained;
  },
  run: async (_input, _context, { decision, trace }) => ({ decision, trace: [...trace] }),
});
