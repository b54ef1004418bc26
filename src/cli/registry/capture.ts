import { Command } from 'commander';
import type {
  listCaptureRules,
  listCaptures,
  removeCaptureRule,
  removeCaptures,
  setCaptureRule,
  showCapture,
} from '../../control/verbs/capture/index.ts';
import { parseTime } from '../audit/audit-options.ts';
import type { CommandModule } from '../command-module.ts';
import type { Io } from '../io.ts';
import { span } from '../option-values.ts';
import { printDone } from '../print-done.ts';
import { printList, timeText } from '../print-list.ts';
import { tellUnknownNames } from '../unknown-names.ts';
import { everyItem, type GatewayFlags, gatewayOptions, withGateway } from '../with-gateway.ts';

interface Target {
  readonly grant?: string;
  readonly server?: string;
}

interface FilterOptions extends GatewayFlags, Target {
  readonly since?: number;
  readonly until?: number;
}

/** `toolgate capture`: whose arguments are kept, sealed, for `policy replay`. */
export const build: CommandModule['build'] = (io) =>
  new Command('capture')
    .description(
      'Arguments of calls, sealed and with a time of their own, so that `policy replay` and `policy suggest` know them.\n' +
        'Off unless a rule says otherwise. Auditors alone read what was captured, and each reading is on the record.',
    )
    .addHelpText('after', '\nExample:\n  toolgate capture set full --grant alice-laptop --retention 7d')
    .addCommand(rules(io))
    .addCommand(set(io))
    .addCommand(unset(io))
    .addCommand(list(io))
    .addCommand(show(io))
    .addCommand(remove(io));

function target(command: Command): Command {
  return gatewayOptions(command)
    .option('--grant <id or label>', 'calls of this grant')
    .option('--server <slug>', 'calls to this server');
}

function filters(command: Command): Command {
  return target(command)
    .option('--since <time>', 'from this time on: RFC 3339, or an age such as 36h or 7d', parseTime)
    .option('--until <time>', 'before this time', parseTime);
}

function filterOf({ grant, server, since, until }: FilterOptions) {
  const given = Object.entries({ grant, server, since, until }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { grant?: string; server?: string; since?: number; until?: number };
}

function rules(io: Io): Command {
  return gatewayOptions(new Command('rules'))
    .description('Lists whose arguments are captured. The nearest rule holds; those of the configuration file first.')
    .addHelpText('after', '\nExample:\n  toolgate capture rules')
    .action((options: GatewayFlags) =>
      withGateway(io, options, async (api) =>
        printList(io, (await api.call<typeof listCaptureRules>('GET', '/capture-rules', {})).items, {
          json: options.json,
          empty: 'nothing is captured',
          columns: [
            ['id', ({ id }) => id ?? '-'],
            ['grant', ({ grant }) => grant ?? 'every one'],
            ['server', ({ server }) => server ?? 'every one'],
            ['level', ({ level }) => level],
            ['kept', ({ retentionMs }) => `${Math.round(retentionMs / 3_600_000)} h`],
            ['from', ({ origin }) => origin],
          ],
        }),
      ),
    );
}

function set(io: Io): Command {
  return target(new Command('set').argument('<level>', 'full, paths or off'))
    .description(
      'Captures arguments from now on, or no more: of a grant, to a server, of both, or of every call. full: whole; paths: ' +
        'what the `audit` of the policy names.',
    )
    .option('--retention <span>', 'how long it is kept, such as 36h or 7d', span)
    .addHelpText('after', '\nExample:\n  toolgate capture set full --server github --retention 3d')
    .action(async (level: string, options: GatewayFlags & Target & { readonly retention?: number }) => {
      const { grant, server, retention: retentionMs } = options;
      const terms = { level: level as 'full', grant, server, retentionMs };
      const { rule } = await withGateway(io, options, (api) =>
        api.call<typeof setCaptureRule>('PUT', '/capture-rules', terms),
      );
      const of = rule.grant === null ? 'every grant' : `the grant ${rule.grant}`;
      const to = rule.server === null ? 'every server' : `the server ${rule.server}`;
      printDone(io, options, rule, `${rule.level}: calls of ${of} to ${to}`);
    });
}

function unset(io: Io): Command {
  return gatewayOptions(new Command('unset').argument('<id>', 'of a rule'))
    .description('Removes a rule. What was captured by it stays until its time is over.')
    .addHelpText('after', '\nExample:\n  toolgate capture unset 0123456789abcdef0123456789abcdef')
    .action(async (id: string, options: GatewayFlags) => {
      await withGateway(io, options, (api) =>
        api.call<typeof removeCaptureRule>('DELETE', '/capture-rules/:id', { id }),
      );
      printDone(io, options, {}, 'the rule is removed');
    });
}

function list(io: Io): Command {
  return filters(new Command('list'))
    .description('Lists captured calls, the newest first, without what was captured.')
    .addHelpText('after', '\nExample:\n  toolgate capture list --grant alice-laptop --since 24h')
    .action((options: FilterOptions) =>
      withGateway(io, options, (api) =>
        printList(
          io,
          everyItem<typeof listCaptures>(api, '/captures', {
            ...filterOf(options),
          }),
          {
            json: options.json,
            empty: 'nothing was captured',
            none: () => tellUnknownNames(io, api, options),
            columns: [
              ['request', ({ requestId }) => requestId],
              ['time', ({ time }) => timeText(time)],
              ['grant', ({ grant }) => grant.label],
              ['server', ({ server }) => server],
              ['tool', ({ tool }) => tool],
              ['level', ({ level }) => level],
              ['bytes', ({ bytes }) => String(bytes)],
            ],
          },
        ),
      ),
    );
}

function show(io: Io): Command {
  return gatewayOptions(new Command('show').argument('<request>', 'id of a request'))
    .description('Prints what was captured of a call, as JSON. That you did is on the record.')
    .addHelpText('after', '\nExample:\n  toolgate capture show 0123456789abcdef0123456789abcdef')
    .action(async (request: string, options: GatewayFlags) => {
      const shown = await withGateway(io, options, (api) =>
        api.call<typeof showCapture>('POST', '/captures/:request/read', { request }),
      );
      io.stdout.write(`${JSON.stringify(shown, null, options.json ? 0 : 2)}\n`);
    });
}

function remove(io: Io): Command {
  return filters(new Command('remove'))
    .description('Removes what was captured before its time. The record stays.')
    .option('--all', 'all that was captured', false)
    .addHelpText('after', '\nExample:\n  toolgate capture remove --grant alice-laptop')
    .action(async (options: FilterOptions & { readonly all: boolean }) => {
      const removed = await withGateway(io, options, async (api) => {
        const gone = await api.call<typeof removeCaptures>('DELETE', '/captures', {
          ...filterOf(options),
          ...(options.all && { all: 'true' }),
        });
        if (gone.removed === 0) await tellUnknownNames(io, api, options);
        return gone.removed;
      });
      printDone(io, options, { removed }, `${removed} captured calls are removed`);
    });
}
