import { Command } from 'commander';
import { shownText } from '../../approvals/index.ts';
import type { OutputOf } from '../../control/index.ts';
import type { showApproval } from '../../control/verbs/approval/index.ts';
import { escapeUnsafe } from '../../kernel/index.ts';
import type { RemoteOptions } from '../api-client.ts';
import type { Io } from '../io.ts';
import { timeText } from '../print-list.ts';
import { gatewayOptions, withGateway } from '../with-gateway.ts';

type Shown = OutputOf<typeof showApproval>;

/** `toolgate approvals show`: everything that somebody must know before they agree. */
export function showCommand(io: Io): Command {
  return gatewayOptions(new Command('show').argument('<id>', 'the id, or its first digits'))
    .description(
      'Shows a request whole: the exact arguments, the tool as its server defines it, what the agent did last.',
    )
    .addHelpText('after', '\nExample:\n  toolgate approvals show 3f2a9c')
    .action(async (id: string, options: RemoteOptions & { readonly json: boolean }) => {
      const shown = await withGateway(io, options, (api) =>
        api.call<typeof showApproval>('GET', '/approvals/:id', { id }),
      );
      io.stdout.write(options.json ? `${escapeUnsafe(JSON.stringify(shown))}\n` : text(shown));
    });
}

function text(shown: Shown): string {
  const { client, approvers, votes, risk, policy } = shown;
  const by = client === null ? '' : `, client ${client.name} ${client.version} (as it says)`;
  const groups = approvers.groups.length === 0 ? '' : ` of ${approvers.groups.join(', ')}`;
  const agreed = votes.length === 0 ? 'nobody yet' : votes.map(({ name }) => name).join(', ');
  const facts: [string, string][] = [
    ['approval', `${shown.id}, ${stateText(shown)}`],
    ['asked', `${timeText(shown.askedAt)} UTC, stands until ${timeText(shown.expiresAt)} UTC`],
    ['call', `${shown.subject.name} (${shown.subject.kind}) on ${shown.server}`],
    ['by', `${shown.grant.label}${shown.user === null ? '' : `, user ${shown.user}`}${by}`],
    ['rule', `${shown.rules.join(', ')} of policy ${policy.name}, version ${policy.version}`],
    ...shown.reasons.map((reason): [string, string] => ['reason', reason]),
    ['risk', `${risk.category}, ${risk.severity}`],
    ['needs', `${approvers.count}${groups}; agreed: ${agreed}`],
    ...(shown.answers === null ? [] : ([['answers', `approval ${shown.answers}`]] as [string, string][])),
  ];
  const lines = facts.map(([name, value]) => `${name.padEnd(10)}${shownText(value)}`);
  lines.push('', `arguments, ${shown.argumentsBytes} bytes in canonical form, all of them:`);
  lines.push(shown.arguments ?? '(only whoever may decide sees them, and of what expired they are kept for a day)');
  if (shown.definition !== null)
    lines.push('', `the tool, as its server defines it (${shown.definitionHash}), all of it:`, shown.definition);
  if (shown.recent.length > 0) {
    lines.push('', `what this grant called last (${shown.recent.length}):`);
    for (const { time, server, subject, outcome, code } of shown.recent) {
      const end = code === null ? outcome : `${outcome} ${code}`;
      lines.push(shownText(`  ${timeText(time)}  ${server}  ${subject ?? '-'}  ${end}`));
    }
  }
  return `${lines.join('\n')}\n`;
}

function stateText({ state, settledAt, deniedBy, votes, reason, consumedBy }: Shown): string {
  switch (state) {
    case 'pending':
      return 'pending';
    case 'approved':
      return `approved by ${votes.map(({ name }) => name).join(' and ')} at ${timeText(settledAt)} UTC`;
    case 'denied':
      return `denied by ${deniedBy?.name ?? 'nobody'} at ${timeText(settledAt)} UTC${reason === null ? '' : `: ${reason}`}`;
    case 'expired':
      return `expired at ${timeText(settledAt)} UTC`;
    case 'consumed':
      return `approved by ${votes.map(({ name }) => name).join(' and ')}, used by call ${consumedBy ?? ''} at ${timeText(settledAt)} UTC`;
  }
}
