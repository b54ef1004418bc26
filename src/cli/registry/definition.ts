import { Command, Option } from 'commander';
import type { OutputOf } from '../../control/index.ts';
import type {
  approveDefinitions,
  listDefinitions,
  rejectDefinitions,
  showDefinition,
} from '../../control/verbs/definition/index.ts';
import type { ApiClient } from '../api-client.ts';
import type { CommandModule } from '../command-module.ts';
import { CommandError, type Io } from '../io.ts';
import { printDone } from '../print-done.ts';
import { printList, timeText } from '../print-list.ts';
import { refuseUnknownNames } from '../unknown-names.ts';
import { everyItem, type GatewayFlags, gatewayOptions, withGateway } from '../with-gateway.ts';

interface Chosen extends GatewayFlags {
  readonly server?: string;
  readonly all: boolean;
}

/** `toolgate definition`: what servers have changed of their tools, and what becomes of it. */
export const build: CommandModule['build'] = (io) =>
  new Command('definition')
    .description(
      'Tools of a pinned server that are new, or not as they were approved, are quarantined: neither listed nor called,\n' +
        'until somebody has looked at the difference and approved it.',
    )
    .addHelpText(
      'after',
      '\nExample:\n  toolgate definition list\n  toolgate definition show 5a3f… && toolgate definition approve 5a3f…',
    )
    .addCommand(list(io))
    .addCommand(show(io))
    .addCommand(approve(io))
    .addCommand(reject(io));

function list(io: Io): Command {
  return gatewayOptions(new Command('list'))
    .description('Lists definitions, the newest first.')
    .option('--server <slug>', 'only of this server')
    .addOption(
      new Option('--state <state>', 'only in this state')
        .choices(['waiting', 'approved', 'rejected', 'any'])
        .default('waiting'),
    )
    .addHelpText('after', '\nExample:\n  toolgate definition list --server github')
    .action(async (options: GatewayFlags & { server?: string; state: 'waiting' | 'approved' | 'rejected' | 'any' }) => {
      const { server, state } = options;
      await withGateway(io, options, (api) =>
        printList(io, definitions(api, server, state), {
          json: options.json,
          none: () => refuseUnknownNames(api, { server }),
          empty: state === 'waiting' ? 'nothing waits for a decision' : 'there are none',
          columns: [
            ['id', ({ id }) => id],
            ['server', (one) => one.server],
            ['tool', ({ tool }) => tool],
            ['', ({ change, state: its }) => (its === 'waiting' ? (change ?? '') : its)],
            ['seen', ({ seenAt }) => timeText(seenAt)],
          ],
        }),
      );
    });
}

function show(io: Io): Command {
  return gatewayOptions(new Command('show').argument('<id>'))
    .description('Shows what a definition changes of the approved one, and what may be wrong with it.')
    .addHelpText('after', '\nExample:\n  toolgate definition show 5a3f…')
    .action(async (id: string, options: GatewayFlags) => {
      const shown = await withGateway(io, options, (api) =>
        api.call<typeof showDefinition>('GET', '/definitions/:id', { id }),
      );
      printDone(io, options, shown, textOf(shown));
    });
}

function textOf({ definition, text, differences, findings }: OutputOf<typeof showDefinition>): string {
  const { server, tool, state, change, hash } = definition;
  const lines = [
    `${server}/${tool}: ${state === 'waiting' ? `${change ?? ''}, waiting` : state}  ${hash.slice(0, 12)}`,
    '',
  ];
  for (const { kind, at, detail } of findings) lines.push(`! ${kind} at ${at === '' ? '/' : at}: ${detail}`);
  if (findings.length > 0) lines.push('');
  if (differences === null) lines.push(text ?? 'The definition was too long to keep; it cannot be shown.');
  else if (differences.length === 0) lines.push('It does not differ from the approved one.');
  for (const { at, before, after } of differences ?? []) {
    lines.push(at === '' ? '/' : at);
    if (before !== null) lines.push(`  - ${before}`);
    if (after !== null) lines.push(`  + ${after}`);
  }
  return lines.join('\n');
}

const chosen = (command: Command): Command =>
  gatewayOptions(command.argument('[id...]', 'definitions, as `definition list` names them'))
    .option('--server <slug>', 'with --all: those of this server')
    .option('--all', 'all that wait now', false);

function approve(io: Io): Command {
  return chosen(new Command('approve'))
    .description(
      'Approves definitions: they are listed and may be called, at once. What was approved before is not any more.',
    )
    .option(
      '--keep',
      'what was approved before stays so: for servers that show different clients different definitions',
      false,
    )
    .addHelpText('after', '\nExample:\n  toolgate definition approve --all --server github')
    .action(async (ids: string[], { keep, ...options }: Chosen & { keep: boolean }) => {
      const count = await decide(io, ids, options, (api, some) =>
        api.call<typeof approveDefinitions>('POST', '/definitions/approve', { ids: some, keep }),
      );
      printDone(io, options, { approved: count }, `${count} approved`);
    });
}

function reject(io: Io): Command {
  return chosen(new Command('reject'))
    .description('Rejects definitions: they stay quarantined, and nobody is asked about them again.')
    .addHelpText('after', '\nExample:\n  toolgate definition reject 5a3f…')
    .action(async (ids: string[], options: Chosen) => {
      const count = await decide(io, ids, options, (api, some) =>
        api.call<typeof rejectDefinitions>('POST', '/definitions/reject', { ids: some }),
      );
      printDone(io, options, { rejected: count }, `${count} rejected`);
    });
}

/** @returns how many were decided about */
async function decide(
  io: Io,
  ids: readonly string[],
  options: Chosen,
  work: (api: ApiClient, ids: string[]) => Promise<unknown>,
): Promise<number> {
  if (ids.length > 0 === options.all) throw new CommandError('name definitions, or take --all that wait', 2);
  return withGateway(io, options, async (api) => {
    const all = [...ids];
    if (options.all) for await (const { id } of definitions(api, options.server, 'waiting')) all.push(id);
    if (all.length === 0) await refuseUnknownNames(api, { server: options.server });
    for (let i = 0; i < all.length; i += 200) await work(api, all.slice(i, i + 200));
    return all.length;
  });
}

function definitions(api: ApiClient, server: string | undefined, state: 'waiting' | 'approved' | 'rejected' | 'any') {
  return everyItem<typeof listDefinitions>(api, '/definitions', {
    state,
    server,
  });
}
