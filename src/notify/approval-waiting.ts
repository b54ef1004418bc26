import type { Approval } from '../approvals/index.ts';
import type { OutboxMessage } from './message.ts';

/**
 * What approvers are told of a call that waits for them: tool, rule, names of the arguments and where to decide.
 *
 * @param args the arguments in canonical form; `undefined` where no channel is to be told values
 * @param origin how the gateway is reached; without it there is no link
 */
export function approvalWaiting(
  { id, request, expiresAt }: Approval,
  args: { readonly keys: readonly string[]; readonly values: Readonly<Record<string, unknown>> | undefined },
  origin: string | undefined,
): Extract<OutboxMessage, { readonly type: 'approval.waiting' }> {
  const { call, grantLabel, rules, reasons } = request;
  return {
    type: 'approval.waiting',
    data: {
      approval: id,
      grant: grantLabel,
      server: call.server,
      tool: call.subject.name,
      rule: rules[0] ?? '',
      keys: args.keys,
      expiresAt,
      ...(reasons.length === 0 ? {} : { reason: reasons.join(' ') }),
      ...(origin === undefined ? {} : { link: `${origin}/decide/${id}` }),
    },
    ...(args.values === undefined ? {} : { values: args.values }),
  };
}
