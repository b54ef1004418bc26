import { z } from 'zod';
import { withKeptCalls } from '../../captures/kept-calls.ts';
import { defineVerb } from '../../define-verb.ts';
import { inPolicyThread } from '../../policy-thread/in-policy-thread.ts';
import { slugField } from '../../registry/names.ts';
import { grantRef } from '../grant/grant.ts';
import { spanFields } from './replay-shape.ts';

const twoWeeksMs = 14 * 24 * 3_600_000;
const suggestMs = 60_000;

/** Least privilege from traffic: the smallest policy that covers what a grant did on a server. */
export const suggestPolicy = defineVerb({
  name: 'policy.suggest',
  summary:
    'Writes the smallest policy that covers what a grant did on a server, checked by replay. It is on the record who asked.',
  permission: 'policies:read',
  change: true,
  input: z.strictObject({
    grant: grantRef,
    server: slugField,
    since: z.number().int().optional().describe('ms since the epoch; the last 14 days when absent'),
    until: z.number().int().optional(),
    strictness: z.enum(['strict', 'normal', 'loose']).default('normal'),
  }),
  output: z.strictObject({
    document: z.string().nullable().describe('null: no call went through'),
    made: z.number().int().describe('calls that it was made from, all of which it allows'),
    leftOut: z.number().int().describe('calls that were refused or held'),
    wider: z.array(z.string()).describe('what it allows beyond what was seen, a sentence each'),
    ...spanFields,
  }),
  prepare: async ({ grant, server, until, strictness, ...input }, context) => {
    const since = input.since ?? context.now - twoWeeksMs;
    return withKeptCalls({ servers: [server], grant, since, until }, context, async (kept) => {
      const answer = await inPolicyThread(context.actor, 'suggest', { calls: kept.calls, strictness }, suggestMs);
      return { answer, kept, since };
    });
  },
  run: async ({ grant, server }, { event }, { answer, kept: { captured, complete, values, calls }, since }) => {
    event({ grant, server, calls: calls.length, captured, values });
    const { document = null, calls: made = 0, leftOut = calls.length, wider = [] } = answer ?? {};
    return { document, made, leftOut, wider: [...wider], since, captured, complete, values };
  },
});
