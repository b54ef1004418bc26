import { Command } from 'commander';
import type { createInvitation } from '../../control/verbs/invitation/index.ts';
import type { issueSetupLink } from '../../control/verbs/setup/index.ts';
import type {
  endUserSessions,
  listUsers,
  removeUser,
  removeUserSecondFactor,
  resetUserPassword,
  updateUser,
} from '../../control/verbs/user/index.ts';
import type { ApiClient } from '../api-client.ts';
import type { CommandModule } from '../command-module.ts';
import { CommandError, type Io } from '../io.ts';
import { printDone } from '../print-done.ts';
import { printList, timeText } from '../print-list.ts';
import { say } from '../say.ts';
import { everyItem, type GatewayFlags, gatewayOptions, withGateway } from '../with-gateway.ts';

/** `toolgate user`: who operates the installation. */
export const build: CommandModule['build'] = (io) =>
  new Command('user')
    .description(
      'Users sign in to the dashboard and the API, each with a role: admin, policy_manager, approver, auditor or viewer.',
    )
    .addHelpText('after', '\nExample:\n  toolgate user invite ada@example.com --role approver')
    .addCommand(invite(io))
    .addCommand(list(io))
    .addCommand(update(io))
    .addCommand(
      acting(io, 'remove', 'Removes a user, with their sessions and the API keys that they made.', async (api, id) => {
        await api.call<typeof removeUser>('DELETE', '/users/:id', { id });
        return 'removed';
      }),
    )
    .addCommand(resetPassword(io))
    .addCommand(
      acting(io, 'end-sessions', 'Ends every session of a user: they must sign in again.', async (api, id) => {
        const { ended } = await api.call<typeof endUserSessions>('POST', '/users/:id/end-sessions', { id });
        return `${ended} ended`;
      }),
    )
    .addCommand(
      acting(io, 'remove-second-factor', 'Takes away a second factor that its owner has lost.', async (api, id) => {
        await api.call<typeof removeUserSecondFactor>('POST', '/users/:id/remove-second-factor', { id });
        return 'removed';
      }),
    )
    .addCommand(setupLink(io));

function invite(io: Io): Command {
  return gatewayOptions(new Command('invite').argument('<email>'))
    .description('Prints a one-time link with which somebody becomes a user; it lasts 72 hours.')
    .requiredOption('--role <role>', 'admin, policy_manager, approver, auditor or viewer')
    .option('--name <name>', 'how they are called; by default what stands before the @')
    .addHelpText('after', '\nExample:\n  toolgate user invite ada@example.com --role approver --name Ada')
    .action(async (email: string, { role, name, ...options }: GatewayFlags & { role: string; name?: string }) => {
      const made = await withGateway(io, options, (api) =>
        api.call<typeof createInvitation>('POST', '/invitations', {
          email,
          name: name ?? email.split('@')[0] ?? email,
          // The gateway knows which words are roles.
          role: role as 'viewer',
        }),
      );
      printDone(io, options, made, made.link);
    });
}

function list(io: Io): Command {
  return gatewayOptions(new Command('list'))
    .description('Lists the users.')
    .addHelpText('after', '\nExample:\n  toolgate user list --json')
    .action(async (options: GatewayFlags) => {
      await withGateway(io, options, (api) =>
        printList(io, users(api), {
          json: options.json,
          empty: 'there are no users; `toolgate user setup-link` makes the first one',
          columns: [
            ['id', ({ id }) => id],
            ['email', ({ email }) => email],
            ['role', ({ role }) => role],
            ['state', ({ state }) => state],
            ['second factor', ({ secondFactor }) => (secondFactor ? 'yes' : 'no')],
            ['last sign-in', ({ lastSignInAt }) => timeText(lastSignInAt)],
          ],
        }),
      );
    });
}

function update(io: Io): Command {
  return gatewayOptions(new Command('update').argument('<user>', 'an id or an address'))
    .description(
      'Changes a user’s role, state or name. With another role, or disabled, they lose sessions and API keys.',
    )
    .option('--role <role>', 'admin, policy_manager, approver, auditor or viewer')
    .option('--name <name>', 'how they are called')
    .option('--disable', 'keep them out')
    .option('--enable', 'let them in again')
    .addHelpText('after', '\nExample:\n  toolgate user update ada@example.com --role admin')
    .action(async (who: string, { role, name, disable, enable, ...options }: GatewayFlags & UpdateOptions) => {
      if (disable === true && enable === true) throw new CommandError('--disable and --enable: which of them?', 2);
      const state = disable === true ? 'disabled' : enable === true ? 'active' : undefined;
      const user = await withGateway(io, options, async (api) =>
        api.call<typeof updateUser>('PATCH', '/users/:id', {
          id: await idOf(api, who),
          role: role as 'viewer' | undefined,
          name,
          state,
        }),
      );
      printDone(io, options, user, `${user.email}: ${user.role}, ${user.state}`);
    });
}

interface UpdateOptions {
  readonly role?: string;
  readonly name?: string;
  readonly disable?: boolean;
  readonly enable?: boolean;
}

/** A command that does one thing to one user and says so in a line. */
function acting(
  io: Io,
  name: string,
  description: string,
  act: (api: ApiClient, id: string) => Promise<string>,
): Command {
  return gatewayOptions(new Command(name).argument('<user>', 'an id or an address'))
    .description(description)
    .addHelpText('after', `\nExample:\n  toolgate user ${name} ada@example.com`)
    .action(async (who: string, options: GatewayFlags) => {
      const said = await withGateway(io, options, async (api) => act(api, await idOf(api, who)));
      printDone(io, options, { result: said }, said);
    });
}

function resetPassword(io: Io): Command {
  return gatewayOptions(new Command('reset-password').argument('<user>', 'an id or an address'))
    .description('Prints a one-time link for a new password; it lasts an hour. Their sessions end when it is used.')
    .option('--revoke-keys', 'end the API keys and one-time links that they made, now: somebody else knew the password')
    .addHelpText('after', '\nExample:\n  toolgate user reset-password ada@example.com --revoke-keys')
    .action(async (who: string, { revokeKeys, ...options }: GatewayFlags & { revokeKeys?: boolean }) => {
      const { link, apiKeys } = await withGateway(io, options, async (api) =>
        api.call<typeof resetUserPassword>('POST', '/users/:id/reset-password', {
          id: await idOf(api, who),
          ...(revokeKeys === true ? { made: 'revoke' as const } : {}),
        }),
      );
      printDone(io, options, { result: link, apiKeys }, link);
      if (apiKeys.length === 0) return;
      const names = apiKeys.map(({ name, id }) => `${name} (${id})`).join(', ');
      say(io.stderr, `toolgate: API keys that they made stay: ${names}; --revoke-keys ends them`);
    });
}

function setupLink(io: Io): Command {
  return gatewayOptions(new Command('setup-link'))
    .description('Prints the one-time link with which the first user is made; it lasts 15 minutes.')
    .addHelpText('after', '\nExample:\n  toolgate user setup-link')
    .action(async (options: GatewayFlags) => {
      const made = await withGateway(io, options, (api) => api.call<typeof issueSetupLink>('POST', '/setup/link', {}));
      printDone(io, options, made, made.link);
    });
}

function users(api: ApiClient) {
  return everyItem<typeof listUsers>(api, '/users', {});
}

async function idOf(api: ApiClient, who: string): Promise<string> {
  if (/^[0-9a-f]{32}$/.test(who)) return who;
  for await (const user of users(api)) if (user.email === who.toLowerCase()) return user.id;
  throw new CommandError(`there is no user ${who}; \`toolgate user list\` shows who there is`);
}
