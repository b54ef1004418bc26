import { z } from 'zod';
import { strengths } from '../../../catalog/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { inPolicyThread } from '../../policy-thread/in-policy-thread.ts';

const recommendMs = 20_000;

/** The recommended policies for a server's tools, from the least that stands in the way to the most. */
export const recommendPolicy = defineVerb({
  name: 'policy.recommend',
  summary:
    'Recommends policies for tools, in three strengths. Each is shown only because the engine found it to do what it says.',
  permission: 'policies:read',
  change: false,
  input: z.strictObject({
    server: z.string().max(200),
    definitions: z
      .array(z.looseObject({ name: z.string().max(128) }))
      .max(2_000)
      .describe('as the server sent them'),
  }),
  output: z.strictObject({
    items: z.array(
      z.strictObject({
        strength: z.enum(strengths),
        title: z.string(),
        sentence: z.string(),
        document: z.string().describe('a policy document'),
        plans: z.array(
          z.strictObject({ tool: z.string(), effect: z.enum(['allow', 'ask', 'deny']), perMinute: z.number() }),
        ),
      }),
    ),
  }),
  prepare: ({ server, definitions }, { actor }) =>
    inPolicyThread(actor, 'recommend', { server, definitions }, recommendMs),
  run: async (_input, _context, recommended) => ({
    items: recommended.map((one) => ({ ...one, plans: [...one.plans] })),
  }),
});
