import { Command } from 'commander';
import type { createApiKey, listApiKeys, revokeApiKey } from '../../control/verbs/api-key/index.ts';
import type { CommandModule } from '../command-module.ts';
import type { Io } from '../io.ts';
import { printDone } from '../print-done.ts';
import { printList, timeText } from '../print-list.ts';
import { everyItem, type GatewayFlags, gatewayOptions, withGateway } from '../with-gateway.ts';
import { parseExpiry } from './parse-expiry.ts';

/** `toolgate api-key`: keys for programs that act for an operator. */
export const build: CommandModule['build'] = (io) =>
  new Command('api-key')
    .description(
      'API keys open the control plane (/api/v1), each with a role. They are shown once and kept as a digest.',
    )
    .addHelpText('after', '\nExample:\n  toolgate api-key create ci --role policy_manager --expires 90d')
    .addCommand(create(io))
    .addCommand(list(io))
    .addCommand(revoke(io));

function create(io: Io): Command {
  return gatewayOptions(new Command('create').argument('<name>'))
    .description('Makes a key and prints it, once.')
    .requiredOption('--role <role>', 'admin, policy_manager, approver, auditor or viewer')
    .option('--expires <when>', 'a span such as 90d, or a time', parseExpiry)
    .addHelpText('after', '\nExample:\n  toolgate api-key create ci --role policy_manager --expires 90d')
    .action(async (name: string, { role, expires, ...options }: GatewayFlags & { role: string; expires?: number }) => {
      const made = await withGateway(io, options, (api) =>
        api.call<typeof createApiKey>('POST', '/api-keys', {
          name,
          role: role as never,
          expiresAt: expires,
        }),
      );
      printDone(io, options, made, made.key);
      if (!options.json) io.stderr.write('This is the only time that it is shown.\n');
    });
}

function list(io: Io): Command {
  return gatewayOptions(new Command('list'))
    .description('Lists the keys, the newest first; never the keys themselves.')
    .addHelpText('after', '\nExample:\n  toolgate api-key list --json')
    .action(async (options: GatewayFlags) => {
      await withGateway(io, options, (api) =>
        printList(io, everyItem<typeof listApiKeys>(api, '/api-keys', {}), {
          json: options.json,
          empty: 'there are no API keys',
          columns: [
            ['id', ({ id }) => id],
            ['name', ({ name }) => name],
            ['role', ({ role }) => role],
            ['made by', ({ createdBy }) => createdBy],
            ['expires', ({ expiresAt }) => timeText(expiresAt)],
            ['last used', ({ lastUsedAt }) => timeText(lastUsedAt)],
          ],
        }),
      );
    });
}

function revoke(io: Io): Command {
  return gatewayOptions(new Command('revoke').argument('<id>'))
    .description('Takes a key away, with the keys and links that were made with it: the next request is refused.')
    .option('--keep-made', 'leave what was made with it, where a key is replaced that nobody else had')
    .addHelpText('after', '\nExample:\n  toolgate api-key revoke 5a3f…')
    .action(async (id: string, { keepMade = false, ...options }: GatewayFlags & { keepMade?: boolean }) => {
      const taken = await withGateway(io, options, (api) =>
        api.call<typeof revokeApiKey>('DELETE', '/api-keys/:id', { id, ...(keepMade ? { made: 'keep' } : {}) }),
      );
      const { apiKeys, links } = taken;
      const more = apiKeys + links === 0 ? '' : `, with what was made with it (API keys: ${apiKeys}, links: ${links})`;
      printDone(io, options, taken, `revoked${more}`);
    });
}
