import { Command, Option } from 'commander';
import type {
  createGrant,
  grantSnippets,
  listGrants,
  revokeGrant,
  rotateGrant,
  showGrant,
  updateGrant,
} from '../../control/verbs/grant/index.ts';
import type { CommandModule } from '../command-module.ts';
import { CommandError, type Io } from '../io.ts';
import { collected, span } from '../option-values.ts';
import { printDone } from '../print-done.ts';
import { printList, timeText } from '../print-list.ts';
import { say } from '../say.ts';
import { refuseUnknownNames } from '../unknown-names.ts';
import { everyItem, type GatewayFlags, gatewayOptions, withGateway } from '../with-gateway.ts';
import { parseExpiry } from './parse-expiry.ts';

interface TermsOptions extends GatewayFlags {
  readonly open?: string[];
  readonly tag?: string[];
  readonly address?: string[];
  readonly owner?: string;
  readonly expires?: number;
  readonly label?: string;
}

interface SnippetOptions extends GatewayFlags {
  readonly client?: string;
  readonly server?: string;
  readonly url?: string;
  readonly tokenVariable: string;
}

/** `toolgate grant`: who may call what, under which policy. */
export const build: CommandModule['build'] = (io) =>
  new Command('grant')
    .description('Grants: a token each, and what it opens under which policy. A token is shown once.')
    .addHelpText('after', '\nExample:\n  toolgate grant create alice-laptop --open github=read-only --expires 90d')
    .addCommand(create(io))
    .addCommand(list(io))
    .addCommand(show(io))
    .addCommand(snippets(io))
    .addCommand(update(io))
    .addCommand(rotate(io))
    .addCommand(revoke(io));

function termsOptions(command: Command): Command {
  return command
    .addOption(apart('--server'))
    .addOption(apart('--policy'))
    .option('--open <server=policy>', 'what it opens, and under which policy; more than once for several', collected)
    .option('--tag <name=value>', 'read by conditions as grant.tags.<name>', collected)
    .option('--address <range>', 'only from this address or CIDR range', collected)
    .option('--owner <user>', 'id of the user who answers for it')
    .option('--expires <when>', 'a span such as 90d, or a time', parseExpiry);
}

/** Other commands name a server or a policy alone; a grant has none without the other. */
function apart(option: string): Option {
  return new Option(`${option} <name>`).hideHelp().argParser(() => {
    throw new CommandError(`a server and its policy are named together: --open server=policy, not ${option}`, 2);
  });
}

function termsOf({ open, tag, address, owner, expires }: TermsOptions) {
  return {
    servers: open && pairs(open, '--open', 'server=policy'),
    tags: tag && pairs(tag, '--tag', 'name=value'),
    addresses: address,
    owner,
    expiresAt: expires,
  };
}

function pairs(given: readonly string[], option: string, form: string): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new CommandError(`${option} wants ${form}, not "${text}"`, 2);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function create(io: Io): Command {
  return termsOptions(gatewayOptions(new Command('create').argument('<label>')))
    .description('Makes a grant and prints its token, once.')
    .addHelpText('after', '\nExample:\n  toolgate grant create ci --open github=read-only --address 10.0.0.0/8')
    .action(async (label: string, options: TermsOptions) => {
      const { servers, ...terms } = termsOf(options);
      if (servers === undefined) throw new CommandError('--open server=policy says what the grant opens', 2);
      const made = await withGateway(io, options, (api) =>
        api.call<typeof createGrant>('POST', '/grants', { label, servers, ...terms }),
      );
      token(io, options, made);
    });
}

function rotate(io: Io): Command {
  return gatewayOptions(new Command('rotate').argument('<grant>', 'id or label'))
    .description('Gives a grant another token and prints it, once; the one before opens it a while longer.')
    .option('--overlap <span>', 'how long that is, such as 15m or 7d; 0 for not at all; 1h when absent', overlap)
    .addHelpText('after', '\nExample:\n  toolgate grant rotate ci --overlap 7d')
    .action(async (grant: string, options: GatewayFlags & { overlap?: number }) => {
      const { overlap: overlapMs } = options;
      const made = await withGateway(io, options, (api) =>
        api.call<typeof rotateGrant>('POST', '/grants/:grant/rotate', { grant, overlapMs }),
      );
      token(io, options, made);
    });
}

const overlap = (text: string): number => (text === '0' ? 0 : span(text));

function token(io: Io, { json }: GatewayFlags, made: { readonly token: string }): void {
  printDone(io, { json }, made, made.token);
  if (!json) io.stderr.write('This is the only time that it is shown.\n');
}

function list(io: Io): Command {
  return gatewayOptions(new Command('list'))
    .description('Lists the grants, those that the configuration file declares included; never a token.')
    .option('--server <slug>', 'only those that open this server')
    .option('--policy <name>', 'only those under this policy')
    .option('--state <state>', 'active, expired, revoked or all', 'active')
    .addHelpText('after', '\nExample:\n  toolgate grant list --server github')
    .action(async (options: GatewayFlags & { server?: string; policy?: string; state: string }) => {
      const { server, policy, state } = options;
      await withGateway(io, options, (api) =>
        printList(
          io,
          everyItem<typeof listGrants>(api, '/grants', {
            server,
            policy,
            state: state as 'active',
          }),
          {
            json: options.json,
            empty: 'there are no such grants',
            none: () => refuseUnknownNames(api, { server, policy }),
            columns: [
              ['label', ({ label }) => label],
              ['opens', ({ servers }) => opens(servers)],
              ['from', ({ origin }) => origin],
              ['state', (grant) => grant.state],
              ['expires', ({ expiresAt }) => timeText(expiresAt)],
              ['last used', ({ lastUsedAt }) => timeText(lastUsedAt)],
            ],
          },
        ),
      );
    });
}

function opens(servers: Readonly<Record<string, string>>): string {
  const words = Object.entries(servers).map(([slug, policy]) => `${slug} (${policy})`);
  return words.length > 3 ? `${words.slice(0, 3).join(', ')} and ${words.length - 3} more` : words.join(', ');
}

function show(io: Io): Command {
  return gatewayOptions(new Command('show').argument('<grant>', 'id or label'))
    .description('Shows a grant: what it opens, on what terms, when it was last used.')
    .addHelpText('after', '\nExample:\n  toolgate grant show alice-laptop --json')
    .action(async (grant: string, options: GatewayFlags) => {
      const shown = await withGateway(io, options, (api) =>
        api.call<typeof showGrant>('GET', '/grants/:grant', { grant }),
      );
      if (options.json) io.stdout.write(`${JSON.stringify(shown)}\n`);
      else {
        for (const [key, value] of Object.entries(shown)) {
          const time = key.endsWith('At') || key === 'overlapUntil';
          const text = time
            ? timeText(value as number | null)
            : typeof value === 'string'
              ? value
              : JSON.stringify(value);
          say(io.stdout, `${key.padEnd(13)} ${text}`);
        }
      }
    });
}

function snippets(io: Io): Command {
  return gatewayOptions(new Command('snippets').argument('<grant>', 'id or label'))
    .description(
      'Prints what each client needs in its configuration to use a grant; the token stays in its environment.',
    )
    .option('--client <client>', 'only for this one, such as claude-code, cursor or zed')
    .option('--server <slug>', 'one of its servers; all of them behind one address when absent')
    .option('--token-variable <name>', 'the variable that holds the token', 'TOOLGATE_TOKEN')
    .option('--url <url>', 'how clients reach the gateway')
    .addHelpText('after', '\nExample:\n  toolgate grant snippets alice-laptop --client cursor')
    .action(async (grant: string, options: SnippetOptions) => {
      const { client, server, url, tokenVariable: variable } = options;
      const given = { client: client as 'cursor' | undefined, server, url };
      const shown = await withGateway(io, options, (api) =>
        api.call<typeof grantSnippets>('GET', '/grants/:grant/snippets', { grant, variable, ...given }),
      );
      if (options.json) {
        io.stdout.write(`${JSON.stringify(shown)}\n`);
        return;
      }
      for (const { title, places, text, needs } of shown.items) {
        io.stdout.write(`# ${title}: ${places.join(', or ')}\n${text}\n`);
        if (needs !== null) io.stdout.write(`# and beside it ${needs.file}:\n${needs.text}\n`);
      }
      say(io.stderr, `The token is taken from ${shown.variable}, in the environment of the client.`);
    });
}

function update(io: Io): Command {
  return termsOptions(gatewayOptions(new Command('update').argument('<grant>', 'id or label')))
    .description('Changes what a grant opens, and on what terms; its token stays. Lists are replaced as a whole.')
    .option('--label <label>', 'another label')
    .addHelpText('after', '\nExample:\n  toolgate grant update ci --open github=read-only --open files=files')
    .action(async (grant: string, options: TermsOptions) => {
      const changed = await withGateway(io, options, (api) =>
        api.call<typeof updateGrant>('PATCH', '/grants/:grant', { grant, ...termsOf(options), label: options.label }),
      );
      printDone(io, options, changed, `${changed.label} is changed`);
    });
}

function revoke(io: Io): Command {
  return gatewayOptions(new Command('revoke').argument('<grant>', 'id or label'))
    .description('Ends a grant for good: its next call is refused, its sessions end.')
    .addHelpText('after', '\nExample:\n  toolgate grant revoke alice-laptop')
    .action(async (grant: string, options: GatewayFlags) => {
      const done = await withGateway(io, options, (api) =>
        api.call<typeof revokeGrant>('DELETE', '/grants/:grant', { grant }),
      );
      printDone(io, options, done, `${done.label} is revoked`);
    });
}
