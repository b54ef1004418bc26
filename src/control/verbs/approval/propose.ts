import { z } from 'zod';
import { canonical, type JsonObject } from '../../../protocol/index.ts';
import { argumentSeal, argumentsOfApproval } from '../../../store/approvals/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { wrongField } from '../../input-fault.ts';
import { approvalItem, approvalShape } from './approval.ts';
import { approvalById, approvalIdField } from './approval-id.ts';
import { decideBy } from './decide-by.ts';
import { reasonField } from './deny.ts';

/** Refuses the call and says with which arguments it would be agreed to: they are approved in advance, for one call. */
export const proposeArguments = defineVerb({
  name: 'approval.propose',
  summary: 'Refuses the call and approves it with other arguments, which the agent is told.',
  permission: 'approvals:decide',
  change: true,
  input: z.strictObject({
    id: approvalIdField,
    arguments: z.record(z.string(), z.json()),
    reason: reasonField.optional(),
  }),
  output: z.strictObject({ approval: approvalShape, proposal: approvalShape }),
  run: async ({ id, arguments: args, reason }, context) => {
    const { tx, now, keys } = context;
    const { id: whole } = await approvalById(tx, id);
    if ((await argumentsOfApproval(tx, whole, argumentSeal(keys))) === canonical(args as JsonObject)) {
      throw wrongField('arguments', 'are those that were asked for: approve them instead');
    }
    const proposal = { arguments: args as JsonObject, text: canonical(args as JsonObject) };
    const decided = await decideBy(id, { verdict: 'deny', reason, proposal }, context);
    if (decided.proposal === undefined) throw new Error('a proposal was not made');
    return { approval: approvalItem(decided.approval, now), proposal: approvalItem(decided.proposal.approval, now) };
  },
});
