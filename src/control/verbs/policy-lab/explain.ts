import { z } from 'zod';
import { decide } from '../../../lab/index.ts';
import { categories, judge, severities, Trace, unclassified } from '../../../policy/index.ts';
import { defaultCaps, isJsonObject, type JsonObject, scan, valueAt } from '../../../protocol/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { inPolicyThread } from '../../policy-thread/in-policy-thread.ts';
import { documentField, wholePolicy } from './document.ts';

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
  // Whatever takes long to read is refused where it holds up nobody.
  prepare: ({ document }) => inPolicyThread('check', document),
  run: async (input, { now }) => {
    const policy = wholePolicy(input.document, 'document');
    const trace = new Trace();
    const read = argumentsOf(input.arguments);
    const { annotations } = input;
    const facts = {
      category: input.category,
      severity: input.severity,
      annotations: Object.fromEntries(Object.entries(annotations).filter(([, hint]) => hint !== undefined)),
    };
    const call =
      input.subject === 'tool'
        ? ({ kind: 'tool', name: input.name, arguments: typeof read === 'string' ? {} : read, facts } as const)
        : input.subject === 'prompt'
          ? ({ kind: 'prompt', name: input.name } as const)
          : ({ kind: 'resource', uri: input.name } as const);
    const context = {
      grant: { id: input.grant, label: input.grant, tags: new Map(Object.entries(input.tags)) },
      ...(input.user === undefined ? {} : { user: { id: input.user, email: input.user, groups: input.groups } }),
      server: input.server,
      organization: 'organization',
      now: input.at ?? now,
    };
    const refused = typeof read === 'string' ? read : undefined;
    const decision = decide(policy, { call, context, refused }, undefined, (of, asked, about) =>
      judge(of, asked, about, trace),
    );
    return { decision, trace: trace.lines };
  },
});

/** The arguments, by the same strict scanner that reads calls; or why they are refused before judgement. */
function argumentsOf(text: string): JsonObject | 'bad_request' | 'too_large' {
  const bytes = Buffer.from(text);
  const found = scan(bytes, defaultCaps, 'everywhere');
  if (found.kind === 'offence') return found.code;
  const value = valueAt(bytes, found.span);
  return isJsonObject(value) ? value : 'bad_request';
}
