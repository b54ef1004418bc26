import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { approvalItem, approvalShape } from './approval.ts';
import { approvalIdField } from './approval-id.ts';
import { decideBy } from './decide-by.ts';

/** What the agent is told, in a sentence. */
export const reasonField = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(500, 'must have at most 500 characters')
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u, 'must be one line of plain text');

/** Refuses the call; the agent is told so. */
export const denyCall = defineVerb({
  name: 'approval.deny',
  summary: 'Refuses the call, also one that was approved and not made yet. The agent reads the reason.',
  permission: 'approvals:decide',
  change: true,
  input: z.strictObject({ id: approvalIdField, reason: reasonField.optional() }),
  output: z.strictObject({ approval: approvalShape }),
  run: async ({ id, reason }, context) => {
    const { approval } = await decideBy(id, { verdict: 'deny', reason }, context);
    return { approval: approvalItem(approval, context.now) };
  },
});
