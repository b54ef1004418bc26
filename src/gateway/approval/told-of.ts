import type { ApprovalAnswer } from '../../approvals/index.ts';
import { assertNever } from '../../kernel/index.ts';
import type { ApprovalDemand } from '../../policy/index.ts';
import { type Ended, ended } from '../refusals/ended.ts';

/** A request that is over, or that nobody is asked for: what the agent reads. */
export function toldOf(
  answer: Extract<ApprovalAnswer, { readonly kind: 'denied' | 'expired' | 'cooling' | 'full' | 'large' }>,
  { rule }: Pick<ApprovalDemand, 'rule'>,
): Ended {
  switch (answer.kind) {
    case 'denied': {
      const { id, by, reason, proposal } = answer;
      const said = reason ?? 'a person has refused this call.';
      return ended('deny', 'approval_denied', {
        rule,
        reason: proposal === undefined ? said : `${said} ${proposed(proposal)}`,
        approval: { id, by: [by], ...(proposal === undefined ? {} : { proposal }) },
      });
    }
    case 'expired':
      return ended('deny', 'approval_expired', {
        rule,
        reason: 'nobody approved this call in time. Calling again asks anew.',
        approval: { id: answer.id },
      });
    case 'cooling':
      return ended('deny', 'approval_denied', {
        rule,
        reason:
          `calls of this tool were refused ${answer.denials} times; nobody is asked again before ` +
          `${new Date(answer.until).toISOString()}.`,
      });
    case 'full':
      return ended('hold', 'approval_required', {
        rule,
        reason: `a person must approve this call, and ${answer.pending} calls wait for one already. Try again later.`,
      });
    case 'large':
      return ended('deny', 'approval_denied', {
        rule,
        reason:
          `a person must approve this call, and would have to read ${answer.bytes} bytes of it; nobody is asked about ` +
          `more than ${answer.most}.`,
      });
    default:
      return assertNever(answer);
  }
}

/** The approver's own arguments: they need not be asked for again. */
function proposed({ arguments: text }: { readonly arguments: string }): string {
  return `These arguments are approved instead, for one call: ${text}`;
}
