import { z } from 'zod';
import { may } from '../../../accounts/index.ts';
import { shownArguments, shownJson } from '../../../approvals/index.ts';
import { argumentSeal, argumentsOfApproval } from '../../../store/approvals/index.ts';
import { defineVerb } from '../../define-verb.ts';
import { timeField } from '../../fields.ts';
import { approvalItem, approvalShape } from './approval.ts';
import { approvalById, approvalIdField } from './approval-id.ts';

/** How many of the agent's last calls are shown, and among how many records they are looked for. */
const recentCalls = 10;
const recordsLookedAt = 5_000;

const recentShape = z.strictObject({
  time: timeField,
  server: z.string(),
  subject: z.string().nullable(),
  outcome: z.string(),
  code: z.string().nullable(),
});

/** Everything that an approver must know before they agree. */
export const showApproval = defineVerb({
  name: 'approval.show',
  summary: 'Shows one request whole: exact arguments (to whoever may decide), definition, and what the agent did last.',
  permission: 'approvals:read',
  change: false,
  input: z.strictObject({ id: approvalIdField }),
  output: z.strictObject({
    ...approvalShape.shape,
    client: z.strictObject({ name: z.string(), version: z.string() }).nullable().describe('as it says of itself'),
    requestId: z.string(),
    arguments: z
      .string()
      .nullable()
      .describe(
        'all of them, as indented JSON in which nothing is hidden: controls and format characters are spelled out',
      ),
    definition: z.string().nullable().describe('of the tool, as its server gave it, spelled out likewise'),
    definitionHash: z.string().nullable(),
    recent: z.array(recentShape).describe("the grant's last calls, the newest first"),
  }),
  run: async ({ id }, { tx, actor, now, keys }) => {
    const approval = await approvalById(tx, id);
    const { request } = approval;
    const { definition, client, call } = request;
    const text = may(actor, 'approvals:decide')
      ? await argumentsOfApproval(tx, approval.id, argumentSeal(keys))
      : undefined;
    const recent = await tx
      .selectFrom((x) =>
        x
          .selectFrom('call_record')
          .select(['id', 'time', 'grant_id', 'server', 'subject', 'outcome', 'code'])
          .orderBy('id', 'desc')
          .limit(recordsLookedAt)
          .as('last'),
      )
      .select(['time', 'server', 'subject', 'outcome', 'code'])
      .where('grant_id', '=', call.grant)
      .orderBy('id', 'desc')
      .limit(recentCalls)
      .execute();
    return {
      ...approvalItem(approval, now),
      client: client ?? null,
      requestId: request.requestId,
      arguments: text === undefined ? null : shownArguments(text),
      definition: definition === undefined ? null : shownJson(indented(definition)),
      definitionHash: call.definitionHash ?? null,
      recent,
    };
  },
});

function indented(json: string): string {
  return JSON.stringify(JSON.parse(json), undefined, 2);
}
