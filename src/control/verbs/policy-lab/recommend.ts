import { z } from 'zod';
import { classify, recommendForServer, strengths } from '../../../catalog/index.ts';
import { defineVerb } from '../../define-verb.ts';

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
  run: async ({ server, definitions }) => {
    const tools = definitions.map((definition) => {
      const { name, description, inputSchema, annotations } = definition;
      const said = typeof description === 'string' ? description : undefined;
      const { category, severity, flags } = classify({ name, server, description: said, inputSchema, annotations });
      return { name, inputSchema, category, severity, flags };
    });
    const items = strengths.map((strength) => {
      const { title, sentence, document, plans } = recommendForServer(tools, strength);
      const said = plans.map(({ tool, effect, perMinute }) => ({ tool, effect, perMinute }));
      return { strength, title, sentence, document: `${JSON.stringify(document, null, 2)}\n`, plans: said };
    });
    return { items };
  },
});
