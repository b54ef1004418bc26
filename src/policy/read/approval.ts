import { integer, list, object, optional, type Reader, text } from './reader.ts';
import { window } from './window.ts';

/** Who must agree; what is absent is inherited. */
export interface ApproversRule {
  readonly groups: readonly string[] | undefined;
  readonly count: number | undefined;
}

/** How an approval is asked for; what is absent is inherited. */
export interface ApprovalRule {
  readonly timeoutMs: number | undefined;
  readonly holdMs: number | undefined;
  readonly approvers: ApproversRule | undefined;
}

export const approvers: Reader<ApproversRule> = object('an object with groups and count', {
  groups: optional(
    list('a list of group names', text(), 1),
    'Groups whose members may decide; every approver when absent.',
  ),
  count: optional(integer(1), 'How many must agree; 1 when absent.'),
});

const approvalObject = object('an object with timeout, hold and approvers', {
  timeout: optional(window, "After how long nobody's answer is a no."),
  hold: optional(window, 'How long the call itself waits before the agent is told to come back.'),
  approvers: optional(approvers, 'Who must agree.'),
});

export const approval: Reader<ApprovalRule> = {
  schema: approvalObject.schema,
  read(node, pointer, report) {
    const read = approvalObject.read(node, pointer, report);
    return read && { timeoutMs: read.timeout?.ms, holdMs: read.hold?.ms, approvers: read.approvers };
  },
};
