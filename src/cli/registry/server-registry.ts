import { Command } from 'commander';
import type {
  createServer,
  listServers,
  listServerTools,
  removeServer,
  showServer,
  testServer,
  updateServer,
} from '../../control/verbs/server/index.ts';
import { escapeUnsafe } from '../../kernel/index.ts';
import { CommandError, type Io } from '../io.ts';
import { isAtHome } from '../is-at-home.ts';
import { collected, wholeNumber } from '../option-values.ts';
import { readTextFile } from '../policy/policy-file.ts';
import { printDone } from '../print-done.ts';
import { printList } from '../print-list.ts';
import { say } from '../say.ts';
import { everyItem, type GatewayFlags, gatewayOptions, withGateway } from '../with-gateway.ts';
import { headersOf } from './header-options.ts';
import { toolLines } from './tool-lines.ts';

interface AddOptions extends GatewayFlags {
  readonly header?: string[];
  readonly ca?: string;
  readonly name?: string;
  readonly allowPrivate?: boolean;
  readonly maxConcurrency?: number | null;
  readonly twoPerson?: boolean;
  readonly pinned?: boolean;
  readonly connectTimeout?: number;
  readonly firstByteTimeout?: number;
  readonly idleTimeout?: number;
}

function settingsOptions(command: Command): Command {
  return command
    .option('--header <header>', "'Name: value', sealed; ${env:X} in it is taken from the environment", collected)
    .option('--ca <file>', 'PEM file: with these certificates alone the server is verified')
    .option('--name <name>', 'a name for people')
    .option('--allow-private', 'the address may be private or loopback')
    .option('--no-allow-private', 'it must be public')
    .option('--max-concurrency <n>', 'most requests under way at a time; "none": as many as come', numberOrNone)
    .option('--two-person', 'policies for it come into force by two people')
    .option('--no-two-person', 'by one')
    .option('--pinned', 'a new or changed definition waits until somebody approves it (so it is at first)')
    .option('--no-pinned', 'it is taken as it comes')
    .option('--connect-timeout <ms>', 'until its connection stands', wholeNumber)
    .option('--first-byte-timeout <ms>', 'until it begins to answer', wholeNumber)
    .option('--idle-timeout <ms>', 'between two parts of an answer', wholeNumber);
}

async function settingsOf(io: Io, options: AddOptions) {
  const { header, ca, name, allowPrivate, maxConcurrency, twoPerson, pinned } = options;
  const { connectTimeout: connectMs, firstByteTimeout: firstByteMs, idleTimeout: idleMs } = options;
  const timeouts = { connectMs, firstByteMs, idleMs };
  return {
    headers: header && headersOf(io, header),
    ca: ca === undefined ? undefined : await readTextFile(io, ca),
    name,
    allowPrivate,
    maxConcurrency,
    twoPerson,
    pinned,
    timeouts: Object.values(timeouts).some((one) => one !== undefined) ? timeouts : undefined,
  };
}

function numberOrNone(text: string): number | null {
  return text === 'none' ? null : wholeNumber(text);
}

/** `toolgate server add|show|test|update|remove`: servers that are reached by a URL, kept in the store. */
export function serverRegistry(io: Io): Command[] {
  return [add(io), show(io), test(io), update(io), remove(io)];
}

function add(io: Io): Command {
  return settingsOptions(gatewayOptions(new Command('add').argument('<slug>').argument('[command...]')))
    .usage('[options] <slug> --url <url>')
    .description('Registers a server by its URL. Servers that are processes stand in the configuration file only.')
    .option('--url <url>', 'where it answers to MCP')
    .addHelpText(
      'after',
      "\nExample:\n  toolgate server add github --url https://api.example.com/mcp --header 'Authorization: Bearer ${env:GITHUB_TOKEN}'",
    )
    .action(async (slug: string, command: readonly string[], options: AddOptions & { url?: string }) => {
      const { url } = options;
      if (command.length > 0) throw new CommandError(inTheFile(slug, command), 2);
      if (url === undefined)
        throw new CommandError(
          'give --url, where it answers to MCP\n(toolgate server add --help says what it takes)',
          2,
        );
      const settings = await settingsOf(io, options);
      const made = await withGateway(io, options, (api) =>
        api.call<typeof createServer>('POST', '/servers', { slug, url, ...settings }),
      );
      printDone(
        io,
        options,
        made,
        `${made.slug} is registered; \`toolgate server tools ${made.slug}\` asks what it offers, \`toolgate grant create\` gives it to agents`,
      );
      if (!made.allowPrivate && isAtHome(url)) {
        io.stderr.write(
          `its address is private or loopback and is not reached so: \`toolgate server update ${made.slug} --allow-private\` lets it be\n`,
        );
      }
    });
}

function show(io: Io): Command {
  return gatewayOptions(new Command('show').argument('<slug>'))
    .description('Shows a server; of its credentials only what they are for.')
    .addHelpText('after', '\nExample:\n  toolgate server show github')
    .action(async (slug: string, options: GatewayFlags) => {
      const server = await withGateway(io, options, (api) =>
        api.call<typeof showServer>('GET', '/servers/:slug', { slug }),
      );
      if (options.json) io.stdout.write(`${JSON.stringify(server)}\n`);
      else for (const [key, value] of Object.entries(server)) say(io.stdout, `${key.padEnd(15)} ${text(value)}`);
    });
}

function test(io: Io): Command {
  return settingsOptions(gatewayOptions(new Command('test')))
    .description('Tries a server before it is registered: whether it can be reached, and what it lists. Keeps nothing.')
    .requiredOption('--url <url>', 'where it answers to MCP')
    .addHelpText('after', '\nExample:\n  toolgate server test --url https://api.example.com/mcp')
    .action(async (options: AddOptions & { url: string }) => {
      const { headers, ca, allowPrivate } = await settingsOf(io, options);
      const input = { url: options.url, headers, ca, allowPrivate };
      const tried = await withGateway(io, options, (api) =>
        api.call<typeof testServer>('POST', '/servers/test', input),
      );
      if (options.json) io.stdout.write(`${JSON.stringify(tried)}\n`);
      else if (tried.found === null) say(io.stdout, `not reached: ${tried.error?.message ?? ''}`);
      else for (const line of toolLines(tried.found)) io.stdout.write(`${line}\n`);
    });
}

function update(io: Io): Command {
  return settingsOptions(gatewayOptions(new Command('update').argument('<slug>')))
    .description('Changes a server. A URL at another origin takes all of its credentials away.')
    .option('--url <url>', 'where it answers to MCP')
    .option('--drop-header <name>', 'takes a header away', collected)
    .addHelpText(
      'after',
      "\nExample:\n  toolgate server update github --header 'Authorization: Bearer ${env:NEW_TOKEN}'",
    )
    .action(async (slug: string, options: AddOptions & { url?: string; dropHeader?: string[] }) => {
      const { headers, ...settings } = await settingsOf(io, options);
      const dropped = Object.fromEntries((options.dropHeader ?? []).map((name) => [name, null]));
      const input = { slug, ...settings, url: options.url, headers: { ...headers, ...dropped } };
      const changed = await withGateway(io, options, (api) =>
        api.call<typeof updateServer>('PATCH', '/servers/:slug', input),
      );
      const gone = changed.cleared.length > 0 ? `; taken away: ${changed.cleared.join(', ')}` : '';
      printDone(io, options, changed, `${slug} is changed${gone}`);
    });
}

function remove(io: Io): Command {
  return gatewayOptions(new Command('remove').argument('<slug>'))
    .description('Takes a server away, with its credentials.')
    .option('--detach', 'the grants that open it lose it', false)
    .addHelpText('after', '\nExample:\n  toolgate server remove github --detach')
    .action(async (slug: string, options: GatewayFlags & { detach: boolean }) => {
      const { detach } = options;
      const done = await withGateway(io, options, (api) =>
        api.call<typeof removeServer>('DELETE', '/servers/:slug', { slug, detach }),
      );
      const lost = done.detached.length > 0 ? `; the grants ${done.detached.join(', ')} have lost it` : '';
      printDone(io, options, done, `${slug} is removed${lost}`);
    });
}

/** The servers of the store and of the running gateway's file. */
export async function listRegistered(io: Io, options: GatewayFlags): Promise<void> {
  await withGateway(io, options, (api) =>
    printList(io, everyItem<typeof listServers>(api, '/servers', {}), {
      json: options.json,
      empty: 'there are no servers; `toolgate server add` registers one',
      columns: [
        ['slug', ({ slug }) => slug],
        ['transport', ({ transport }) => transport],
        ['from', ({ origin }) => origin],
        ['url', ({ url }) => url ?? '(declared by file)'],
        ['health', ({ health }) => health?.state ?? '-'],
      ],
    }),
  );
}

/** What a server that is in force offers. */
export async function showTools(io: Io, slug: string, options: GatewayFlags): Promise<void> {
  const found = await withGateway(io, options, (api) =>
    api.call<typeof listServerTools>('GET', '/servers/:slug/tools', { slug }),
  );
  if (options.json) for (const tool of found.tools) io.stdout.write(`${escapeUnsafe(JSON.stringify(tool))}\n`);
  else for (const line of toolLines(found)) io.stdout.write(`${line}\n`);
}

/** Whoever writes the configuration file may start processes on its machine; whoever has the API need not. */
function inTheFile(slug: string, command: readonly string[]): string {
  const entry = JSON.stringify({ [slug]: { command } });
  return `a server that is a process stands in the configuration file: servers: ${entry}; here a server is registered by --url`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
