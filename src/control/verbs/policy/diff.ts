import { z } from 'zod';
import { Fault } from '../../../kernel/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { inPolicyThread } from '../../policy-thread/in-policy-thread.ts';
import { readDocument } from '../../policy-thread/read-document.ts';
import { policyNameField } from '../../registry/names.ts';
import { documentFields, storedPolicy, versionText } from './policy.ts';

const anyVersion = z.coerce.number().int().min(1);

/** What becomes allowed, denied, held or limited otherwise between two versions, or a version and a new text. */
export const diffPolicy = defineVerb({
  name: 'policy.diff',
  summary: 'What becomes allowed or denied between two versions of a policy, or one and a new text, with calls.',
  permission: 'policies:read',
  change: false,
  input: z.strictObject({
    name: policyNameField,
    from: anyVersion.optional().describe('the active version when absent'),
    to: anyVersion.optional().describe('the newest version when absent, unless a text is given'),
    text: documentFields.text.optional(),
    format: documentFields.format,
    tools: z
      .array(z.string().max(256))
      .max(10_000)
      .optional()
      .describe('names to speak of; without, every class of them'),
  }),
  output: z.strictObject({
    from: z.number().int(),
    to: z.number().int().nullable(),
    widening: z.boolean(),
    narrowing: z.boolean(),
    diff: z.looseObject({}).describe('as `toolgate policy diff --json` has it'),
  }),
  prepare: async ({ name, from, to, text, format, tools }, { sql, services, actor }) => {
    const policy = await storedPolicy(sql, services, name);
    const first = from ?? policy.active_version ?? 1;
    const old = await versionText(sql, policy, first);
    const last = text === undefined ? (to ?? policy.latest_version) : undefined;
    const now =
      text === undefined ? await versionText(sql, policy, last ?? policy.latest_version) : { name, text, format };
    if (text !== undefined) await readDocument({ name, text, format }, actor);
    const known = tools?.map((tool) => ({ name: tool }));
    const diff = await inPolicyThread(actor, 'diff', { old: plain(old), now: plain(now), tools: known }, 20_000);
    if (diff === undefined) throw new Fault('conflict', 'one of the two does not read any more');
    return { from: first, to: last ?? null, widening: diff.widening, narrowing: diff.narrowing, diff: { ...diff } };
  },
  run: async (_input, _context, compared) => compared,
});

function plain({ name, text, format }: { name: string; text: string; format: 'json' | 'yaml' }) {
  return { name, text, format };
}
