import { Command } from 'commander';
import type { listExceptions, revokeException } from '../../control/verbs/approval/index.ts';
import type { Io } from '../io.ts';
import { printDone } from '../print-done.ts';
import { printList, timeText } from '../print-list.ts';
import { everyItem, type GatewayFlags, gatewayOptions, withGateway } from '../with-gateway.ts';

/** `toolgate approvals exceptions`: calls that need not ask for a while. */
export function exceptionsCommand(io: Io): Command {
  return new Command('exceptions')
    .description('Calls that need not ask for a while, because an approver said so.')
    .addHelpText('after', '\nExample:\n  toolgate approvals exceptions list')
    .addCommand(list(io))
    .addCommand(revoke(io));
}

function list(io: Io): Command {
  return gatewayOptions(new Command('list'))
    .description('Lists them, the newest first, with what each changes of the policy.')
    .option('--all', 'those that are over, too', false)
    .addHelpText('after', '\nExample:\n  toolgate approvals exceptions list --json')
    .action(({ all, ...options }: GatewayFlags & { readonly all: boolean }) =>
      withGateway(io, options, (api) =>
        printList(
          io,
          everyItem<typeof listExceptions>(api, '/approval-exceptions', {
            open: all ? undefined : 'true',
          }),
          {
            json: options.json,
            empty: 'there are no exceptions',
            columns: [
              ['id', ({ id }) => id],
              ['until', ({ expiresAt }) => timeText(expiresAt)],
              ['used', ({ used, uses }) => (uses === null ? `${used}` : `${used}/${uses}`)],
              ['by', ({ by }) => by.join(', ')],
              ['what it changes', ({ difference }) => difference],
            ],
          },
        ),
      ),
    );
}

function revoke(io: Io): Command {
  return gatewayOptions(new Command('revoke').argument('<id>'))
    .description('Ends one: the next such call asks again.')
    .addHelpText('after', '\nExample:\n  toolgate approvals exceptions revoke 5a3f…')
    .action(async (id: string, options: GatewayFlags) => {
      const done = await withGateway(io, options, (api) =>
        api.call<typeof revokeException>('DELETE', '/approval-exceptions/:id', { id }),
      );
      printDone(io, options, done, 'revoked');
    });
}
