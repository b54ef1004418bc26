import { z } from 'zod';
import { defineVerb } from '../../define-verb.ts';
import { approvalItem, approvalShape } from './approval.ts';
import { approvalIdField } from './approval-id.ts';
import { decideBy } from './decide-by.ts';
import { exceptionItem, exceptionShape } from './exception.ts';

/** Agrees to one call; or to more of them, for a while. */
export const approveCall = defineVerb({
  name: 'approval.approve',
  summary: 'Agrees to the call: once, or also to its repetitions for some minutes or some times.',
  permission: 'approvals:decide',
  change: true,
  input: z.strictObject({
    id: approvalIdField,
    minutes: z.number().int().min(1).max(1_440).optional().describe('repetitions need not ask for so long'),
    uses: z.number().int().min(2).max(1_000).optional().describe('so many calls in all, this one among them'),
    arguments: z.enum(['same', 'any']).default('same').describe('of the repetitions: these, or whatever they are'),
  }),
  output: z.strictObject({ approval: approvalShape, exception: exceptionShape.nullable() }),
  run: async ({ id, minutes, uses, arguments: which }, context) => {
    const lasting = minutes === undefined && uses === undefined ? undefined : { minutes, uses, arguments: which };
    const { approval, exception } = await decideBy(id, { verdict: 'approve', lasting }, context);
    return {
      approval: approvalItem(approval, context.now),
      exception: exception === undefined ? null : exceptionItem(exception, context.now),
    };
  },
});
