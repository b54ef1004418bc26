import { Command } from 'commander';
import type { CommandModule } from '../command-module.ts';
import type { Io } from '../io.ts';
import type { ImportOptions } from './catalog-import.ts';
import type { CatalogOptions } from './catalog-opened.ts';
import type { OverrideOptions } from './catalog-override.ts';
import type { SearchOptions } from './catalog-search.ts';
import type { ShowOptions } from './catalog-show.ts';
import type { SyncCommandOptions } from './catalog-sync.ts';

const data = ['--data <folder>', 'where state lives'] as const;
const oneObject = ['--json', 'one JSON object', false] as const;

/** `toolgate catalog …`: what tools can do. */
export const build: CommandModule['build'] = (io, done) =>
  new Command('catalog')
    .description('What tools can do at worst, and how sure that is.')
    .addHelpText('after', '\nExample:\n  toolgate catalog search tcp connect')
    .addCommand(classifyCommand(io, done))
    .addCommand(searchCommand(io))
    .addCommand(showCommand(io))
    .addCommand(syncCommand(io))
    .addCommand(importCommand(io))
    .addCommand(exportCommand(io))
    .addCommand(overrideCommand(io));

function classifyCommand(io: Io, done: (exitCode: number) => void): Command {
  return new Command('classify')
    .description('Classes tool definitions from JSON lines on standard input by risk, one JSON object a line.')
    .option(
      '--trusted <server>',
      'a server whose author you trust: his readOnlyHint and destructiveHint may lower a class; repeatable',
      (value: string, before: readonly string[]): readonly string[] => [...before, value],
      [],
    )
    .addHelpText(
      'after',
      `
Reads {"server", "name", "description", "inputSchema", "annotations"} a line; only "name" is required. Answers category,
severity, confidence, flags, reason, evidence and findings. A line that is no such object is answered with "error", and
the exit status is 1 at the end.

Example:
  echo '{"name":"tcp_connect","inputSchema":{"properties":{"host":{},"port":{}}}}' | toolgate catalog classify`,
    )
    .action(async ({ trusted }: { readonly trusted: readonly string[] }) => {
      const { classifyLines } = await import('./catalog-classify.ts');
      done(await classifyLines(io, new Set(trusted)));
    });
}

function searchCommand(io: Io): Command {
  return new Command('search')
    .argument('[words...]', 'each whole, or the beginning of one; typing errors are forgiven')
    .description('Finds tools and servers by name and description.')
    .option('--category <category>', 'read, write, communicate, access, execute, destructive or financial')
    .option('--severity <severity>', 'low, medium, high or critical')
    .option('--source <source>', 'who listed it: registry, docker, npm, live …')
    .option('--licence <licence>', 'what the source’s data may be used under')
    .option('--limit <number>', 'most tools', '20')
    .option(...data)
    .option('--json', 'JSON lines', false)
    .addHelpText('after', '\nExample:\n  toolgate catalog search tcp connect --severity high')
    .action(async (words: string[], options: SearchOptions) => {
      const { search } = await import('./catalog-search.ts');
      await search(words, options, io);
    });
}

function showCommand(io: Io): Command {
  return new Command('show')
    .argument('<server>', 'its name, or its place in URLs')
    .argument('[tool]', 'one of its tools')
    .description('Shows all that is known of a server or a tool: class, reason, evidence, history, where it was seen.')
    .option('--policy [strength]', 'print the recommended policy instead: observe, guarded (default) or strict')
    .option(...data)
    .option(...oneObject)
    .addHelpText(
      'after',
      `
Example:
  toolgate catalog show ra1nyxin/allcanuse-mcp tcp_connect
  toolgate catalog show github/github-mcp-server --policy strict > policies/github.json`,
    )
    .action(async (server: string, tool: string | undefined, options: ShowOptions) => {
      const { show } = await import('./catalog-show.ts');
      await show(server, tool, options, io);
    });
}

function syncCommand(io: Io): Command {
  return new Command('sync')
    .argument('[servers...]', 'servers of a configuration, whose own lists are taken; none: a registry')
    .description(
      'Takes in what a registry has changed since the last time, or what servers of a configuration list now.',
    )
    .option('--registry <url>', 'one of the official API', 'https://registry.modelcontextprotocol.io')
    .option('--allow-private', 'the registry may have an address that is not public', false)
    .option('--config <file>', 'the configuration of the servers; ./toolgate.yaml by default')
    .option(...data)
    .option(...oneObject)
    .addHelpText('after', '\nExample:\n  toolgate catalog sync\n  toolgate catalog sync github --config toolgate.yaml')
    .action(async (servers: string[], options: SyncCommandOptions) => {
      const { sync } = await import('./catalog-sync.ts');
      await sync(servers, options, io);
    });
}

function importCommand(io: Io): Command {
  return new Command('import')
    .argument('<bundle>', 'a file of JSON lines, .gz unpacked; - is standard input; or a folder, with --format')
    .description(
      'Takes a bundle, or a checkout of somebody’s catalogue, in. Nothing in it can name what is to be started.',
    )
    .option('--format <format>', 'of a checkout: docker, toolhive or metorial')
    .option(...data)
    .option(...oneObject)
    .addHelpText('after', '\nExample:\n  toolgate catalog import catalogue.jsonl.gz')
    .action(async (file: string, options: ImportOptions) => {
      const { importBundle } = await import('./catalog-import.ts');
      await importBundle(file, options, io);
    });
}

function exportCommand(io: Io): Command {
  return new Command('export')
    .description('Writes the whole catalogue, overrides included, as a bundle on standard output.')
    .option(...data)
    .addHelpText('after', '\nExample:\n  toolgate catalog export | gzip > catalogue.jsonl.gz')
    .action(async (options: CatalogOptions) => {
      const { exportBundle } = await import('./catalog-export.ts');
      await exportBundle(options, io);
    });
}

function overrideCommand(io: Io): Command {
  return new Command('override')
    .argument('<server>', 'the server’s name')
    .argument('<tool>', 'one of its tools')
    .description('Says what a tool can do, against the classifier. It wins, now and after every import.')
    .option('--category <category>', 'read, write, communicate, access, execute, destructive or financial')
    .option('--severity <severity>', 'low, medium, high or critical')
    .option('--reason <text>', 'why')
    .option('--author <name>', 'who says so; the user by default')
    .option('--remove', 'take it back', false)
    .option(...data)
    .option(...oneObject)
    .addHelpText(
      'after',
      `
Example:
  toolgate catalog override acme/crm get_token --category access --severity critical --reason 'it returns live tokens'`,
    )
    .action(async (server: string, tool: string, options: OverrideOptions) => {
      const { override } = await import('./catalog-override.ts');
      await override(server, tool, options, io);
    });
}
