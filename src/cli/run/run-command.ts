import { Command } from 'commander';
import type { CommandModule } from '../command-module.ts';
import { collected } from '../option-values.ts';
import { type RunOptions, run } from './run.ts';

/** `toolgate run`: one server behind one policy, as a client's configuration names it. */
export const build: CommandModule['build'] = (io) =>
  new Command('run')
    .description(
      'Puts one MCP server behind one policy. Speaks stdio to the client, or HTTP with --listen. The server is the command\n' +
        'after --, or a URL. Processes of one server and policy share their limits.',
    )
    .requiredOption('--policy <file>', 'the policy: .json, .yaml or .yml')
    .option(
      '--listen <host:port>',
      'serve HTTP instead of stdio; the token is TOOLGATE_TOKEN, or a fresh one is printed',
    )
    .option('--url <url>', 'a server that is reached over Streamable HTTP')
    .option('--header <header>', "sent to that server: 'Name: value'; ${env:X} is replaced; repeatable", collected, [])
    .option(
      '--header-env <header>',
      "as --header, but the last word is the name of a variable whose value is sent: 'Authorization: Bearer API_TOKEN'",
      collected,
      [],
    )
    .option('--env <name>', 'NAME or NAME=value: given to the process of the server; repeatable', collected, [])
    .option('--name <slug>', 'how records and the agent know the server')
    .option('--data <folder>', 'where state lives')
    .option('--allow-private', 'the URL may be a private or loopback address', false)
    .argument('[command...]', 'program and arguments of the server, after --')
    .addHelpText(
      'after',
      '\nExample:\n  toolgate run --policy policy.json -- npx -y @modelcontextprotocol/server-filesystem .',
    )
    .action((command: string[], options: RunOptions) => run(command, options, io));
