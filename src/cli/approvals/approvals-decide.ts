import { Command } from 'commander';
import type { OutputOf } from '../../control/index.ts';
import type { approveCall, denyCall, proposeArguments } from '../../control/verbs/approval/index.ts';
import { CommandError, type Io } from '../io.ts';
import { wholeNumber } from '../option-values.ts';
import { printDone } from '../print-done.ts';
import { timeText } from '../print-list.ts';
import { type GatewayFlags, gatewayOptions, withGateway } from '../with-gateway.ts';
import { shortId } from './approvals-list.ts';

type Approval = OutputOf<typeof approveCall>['approval'];

const idText = 'the id, or its first digits';

/** `toolgate approvals approve`: agrees to one call, or to its repetitions for a while. */
export function approveCommand(io: Io): Command {
  return gatewayOptions(new Command('approve').argument('<id>', idText))
    .description(
      'Agrees to the call. It runs if everything else still allows it: policy, limits and grant as they are then.',
    )
    .option('--minutes <n>', 'its repetitions need not ask for so long', wholeNumber)
    .option('--uses <n>', 'so many calls in all', wholeNumber)
    .option('--any-arguments', 'repetitions with other arguments, too', false)
    .addHelpText(
      'after',
      '\nExample:\n  toolgate approvals approve 3f2a9c\n  toolgate approvals approve 3f2a9c --minutes 10',
    )
    .action(async (id: string, options: GatewayFlags & { minutes?: number; uses?: number; anyArguments: boolean }) => {
      const { minutes, uses, anyArguments } = options;
      if (anyArguments && minutes === undefined && uses === undefined) {
        throw new CommandError('--any-arguments needs an end: --minutes, --uses or both', 2);
      }
      const made = await withGateway(io, options, (api) =>
        api.call<typeof approveCall>('POST', '/approvals/:id/approve', {
          id,
          minutes,
          uses,
          arguments: anyArguments ? 'any' : 'same',
        }),
      );
      const { approval, exception } = made;
      const lasting = exception === null ? '' : `\nexception ${exception.id}: ${exception.difference}`;
      printDone(io, options, made, `${outcome(approval)}${lasting}`);
    });
}

/** `toolgate approvals deny`: refuses the call. */
export function denyCommand(io: Io): Command {
  return gatewayOptions(new Command('deny').argument('<id>', idText))
    .description('Refuses the call, also one that was approved and not made yet.')
    .option('--reason <text>', 'what the agent is told')
    .addHelpText('after', '\nExample:\n  toolgate approvals deny 3f2a9c --reason "Not in production."')
    .action(async (id: string, options: GatewayFlags & { reason?: string }) => {
      const { reason } = options;
      const made = await withGateway(io, options, (api) =>
        api.call<typeof denyCall>('POST', '/approvals/:id/deny', { id, reason }),
      );
      printDone(io, options, made, outcome(made.approval));
    });
}

/** `toolgate approvals propose`: refuses the call, and approves it with other arguments. */
export function proposeCommand(io: Io): Command {
  return gatewayOptions(new Command('propose').argument('<id>', idText))
    .description('Refuses the call and approves it in advance with other arguments, which the agent is told.')
    .requiredOption('--arguments <json>', 'the arguments that would be agreed to, whole')
    .option('--reason <text>', 'what the agent is told beside them')
    .addHelpText(
      'after',
      `\nExample:\n  toolgate approvals propose 3f2a9c --arguments '{"amount": 90}' --reason "Less."`,
    )
    .action(async (id: string, options: GatewayFlags & { arguments: string; reason?: string }) => {
      const { reason } = options;
      const made = await withGateway(io, options, (api) =>
        api.call<typeof proposeArguments>('POST', '/approvals/:id/propose', {
          id,
          arguments: objectOf(options.arguments) as never,
          reason,
        }),
      );
      printDone(io, options, made, `${outcome(made.approval)}\n${outcome(made.proposal)}`);
    });
}

function outcome({ id, state, missing, subject, server, grant, expiresAt }: Approval): string {
  const what = `${subject.name} on ${server} by ${grant.label}`;
  switch (state) {
    case 'pending':
      return `${shortId(id)}: ${missing} more must agree to ${what}`;
    case 'approved':
      return `${shortId(id)}: approved ${what}, for one call until ${timeText(expiresAt)} UTC`;
    default:
      return `${shortId(id)}: ${state} ${what}`;
  }
}

function objectOf(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below: it is no object either.
  }
  throw new CommandError('--arguments wants a JSON object', 2);
}
