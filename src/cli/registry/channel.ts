import { Command, Option } from 'commander';
import type {
  createChannel,
  listChannels,
  listDeliveries,
  removeChannel,
  retryDelivery,
  testChannel,
} from '../../control/verbs/channel/index.ts';
import { nearestWord } from '../../kernel/index.ts';
import type { ApiClient } from '../api-client.ts';
import type { CommandModule } from '../command-module.ts';
import { CommandError, type Io } from '../io.ts';
import { collected } from '../option-values.ts';
import { printDone } from '../print-done.ts';
import { printList, timeText } from '../print-list.ts';
import { everyItem, type GatewayFlags, gatewayOptions, withGateway } from '../with-gateway.ts';
import { headersOf } from './header-options.ts';

/** `toolgate channel`: who is told of what happens, and what was told. */
export const build: CommandModule['build'] = (io) =>
  new Command('channel')
    .description(
      'Who is told of what happens: the channels of the configuration file, and those that operators have made.',
    )
    .addHelpText('after', '\nExample:\n  toolgate channel create ops --url https://hooks.example.com/toolgate')
    .addCommand(list(io))
    .addCommand(create(io))
    .addCommand(named(io, 'test', 'Tells a channel something, to see whether it hears.', told, test))
    .addCommand(
      named(io, 'remove', 'Removes a channel. What it was to be told yet is told no more.', 'removed', remove),
    )
    .addCommand(deliveries(io))
    .addCommand(retry(io));

function list(io: Io): Command {
  return gatewayOptions(new Command('list'))
    .description('Lists the channels; neither their addresses nor their secrets.')
    .addHelpText('after', '\nExample:\n  toolgate channel list')
    .action((options: GatewayFlags) =>
      withGateway(io, options, async (api) =>
        printList(io, (await channels(api)).items, {
          json: options.json,
          empty: 'there are no channels',
          columns: [
            ['name', ({ name }) => name],
            ['kind', ({ kind }) => kind],
            ['told', ({ types }) => (types.length === 0 ? 'everything' : types.join(', '))],
            ['values', ({ values }) => (values ? 'yes' : 'no')],
            ['state', ({ state }) => state],
            ['declared', ({ origin }) => (origin === 'file' ? 'in the file' : 'here')],
          ],
        }),
      ),
    );
}

interface CreateOptions extends GatewayFlags {
  readonly url?: string;
  readonly to?: string[];
  readonly chat: boolean;
  readonly otlp: boolean;
  readonly header?: string[];
  readonly values: boolean;
  readonly type?: string[];
}

function create(io: Io): Command {
  return gatewayOptions(new Command('create').argument('<name>'))
    .description('Makes a channel. The secret that signs a webhook is printed, once.')
    .option('--url <url>', 'of a webhook, https')
    .option('--chat', 'the URL is an incoming webhook of a chat', false)
    .option('--otlp', 'the URL is a collector of OpenTelemetry, which is told of every record', false)
    .option(
      '--header <header>',
      "sent to the collector: 'Name: value', with ${env:X} for what the environment holds; more than once for several",
      collected,
    )
    .option('--to <address>', 'mail, over the server of the configuration file; more than once for several', collected)
    .option(
      '--type <type>',
      'only what is of this type, such as approval.waiting; more than once for several',
      collected,
    )
    .option('--values', 'argument values are told, where a message has any', false)
    .addHelpText(
      'after',
      '\nExample:\n  toolgate channel create oncall --to oncall@example.com --type denials.spike' +
        "\n  toolgate channel create otlp --otlp --url https://otlp.example.com --header 'Authorization: Bearer ${env:OTLP_TOKEN}'",
    )
    .action(async (name: string, options: CreateOptions) => {
      const { url, to, chat, otlp, header, values, type = [], json } = options;
      if ((url === undefined) === (to === undefined)) throw new CommandError('either --url or --to says where', 2);
      if (chat && otlp) throw new CommandError('either --chat or --otlp, not both', 2);
      const kind = to !== undefined ? 'mail' : otlp ? 'otlp' : chat ? 'slack' : 'webhook';
      const headers = header === undefined ? undefined : headersOf(io, header);
      const input = { name, kind, url, to, headers, values, types: type as 'test'[] } as const;
      const made = await withGateway(io, options, (api) => api.call<typeof createChannel>('POST', '/channels', input));
      if (json) io.stdout.write(`${JSON.stringify(made)}\n`);
      else if (made.secret === null) io.stdout.write(`${made.channel.name} is told from now on\n`);
      else {
        io.stdout.write(`${made.secret}\n`);
        io.stderr.write('This is the only time that it is shown: with it the receiver checks the signature.\n');
      }
    });
}

function named(
  io: Io,
  verb: string,
  description: string,
  said: string,
  act: (api: ApiClient, id: string) => Promise<object>,
): Command {
  return gatewayOptions(new Command(verb).argument('<name>', 'name or id'))
    .description(description)
    .addHelpText('after', `\nExample:\n  toolgate channel ${verb} ops`)
    .action(async (name: string, options: GatewayFlags) => {
      const done = await withGateway(io, options, async (api) => {
        const { items } = await channels(api);
        const found = items.find((one) => one.id === name) ?? items.find((one) => one.name === name);
        if (found === undefined) throw new CommandError(noSuchChannel(name, items));
        return act(api, found.id);
      });
      printDone(io, options, done, said);
    });
}

const told = 'a message is on its way; `toolgate channel deliveries --state all` shows that it came, or why it has not';

function noSuchChannel(name: string, items: readonly { readonly name: string }[]): string {
  const names = items.map((one) => one.name);
  const near = nearestWord(name, names);
  if (near !== undefined) return `there is no channel ${name}; did you mean ${near}?`;
  return `there is no channel ${name}; there is ${names.length === 0 ? 'none at all' : names.join(', ')}`;
}

const channels = (api: ApiClient) => api.call<typeof listChannels>('GET', '/channels', {});
const test = (api: ApiClient, id: string) => api.call<typeof testChannel>('POST', '/channels/:id/test', { id });
const remove = (api: ApiClient, id: string) => api.call<typeof removeChannel>('DELETE', '/channels/:id', { id });

function deliveries(io: Io): Command {
  return gatewayOptions(new Command('deliveries'))
    .description('Lists what could not be told; with --state what was told, or waits.')
    .addOption(new Option('--state <state>', 'those that').choices(['dead', 'waiting', 'sent', 'all']).default('dead'))
    .addHelpText('after', '\nExample:\n  toolgate channel deliveries --state waiting')
    .action((options: GatewayFlags & { readonly state: 'dead' | 'waiting' | 'sent' | 'all' }) =>
      withGateway(io, options, async (api) => {
        const names = new Map((await channels(api)).items.map(({ id, name }) => [id, name]));
        return printList(
          io,
          everyItem<typeof listDeliveries>(api, '/deliveries', {
            state: options.state,
          }),
          {
            json: options.json,
            empty: options.state === 'all' ? 'nothing was told yet' : `nothing is ${options.state}`,
            columns: [
              ['id', ({ id }) => id],
              ['type', ({ type }) => type],
              ['channel', ({ channel }) => names.get(channel) ?? channel],
              ['state', ({ state }) => state],
              ['attempts', ({ attempts }) => String(attempts)],
              ['since', ({ createdAt }) => timeText(createdAt)],
              ['error', ({ error }) => error ?? ''],
            ],
          },
        );
      }),
    );
}

function retry(io: Io): Command {
  return gatewayOptions(new Command('retry').argument('<delivery>', 'id, as `deliveries` lists it'))
    .description('Tries a dead delivery again, as if for the first time.')
    .addHelpText('after', '\nExample:\n  toolgate channel retry 0123456789abcdef0123456789abcdef')
    .action(async (id: string, options: GatewayFlags) => {
      await withGateway(io, options, (api) => api.call<typeof retryDelivery>('POST', '/deliveries/:id/retry', { id }));
      printDone(io, options, {}, 'it is tried again');
    });
}
