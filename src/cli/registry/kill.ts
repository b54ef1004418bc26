import { Command } from 'commander';
import type { listKills, setKill } from '../../control/verbs/kill/index.ts';
import type { RemoteOptions } from '../api-client.ts';
import type { CommandModule } from '../command-module.ts';
import { CommandError } from '../io.ts';
import { printDone } from '../print-done.ts';
import { printList, timeText } from '../print-list.ts';
import { tellUnknownNames, tellUnknownTool } from '../unknown-names.ts';
import { gatewayOptions, withGateway } from '../with-gateway.ts';
import { type TargetOptions, targetOf, targetOptions } from './kill-target.ts';

interface Options extends RemoteOptions, TargetOptions {
  readonly json: boolean;
  readonly reason?: string;
  readonly list: boolean;
}

/** `toolgate kill`: stops at once, on the record. */
export const build: CommandModule['build'] = (io) =>
  gatewayOptions(targetOptions(new Command('kill')))
    .description(
      'Stops at once: new calls are refused with `killed`, calls under way are cancelled, sessions and streams end. It is\n' +
        'on the record, and holds over restarts until `toolgate unkill`.',
    )
    .option('--reason <text>', 'for other operators; agents do not see it')
    .option('--list', 'what is stopped', false)
    .addHelpText(
      'after',
      '\nExample:\n  toolgate kill --grant ci-runner --reason "token leaked"\n  toolgate kill --tool github/delete_repository',
    )
    .action(async ({ list, reason, json, all, grant, server, tool, ...options }: Options) => {
      const named = { all, grant, server, tool };
      if (list && Object.values(named).some((one) => one !== undefined))
        throw new CommandError('--list takes nothing to stop', 2);
      await withGateway(io, options, async (api) => {
        if (list) {
          await printList(io, (await api.call<typeof listKills>('GET', '/kills', {})).items, {
            json,
            empty: 'nothing is stopped',
            columns: [
              ['id', ({ id }) => id],
              ['stopped', ({ target }) => target],
              ['since', ({ since }) => timeText(since)],
              ['by', ({ by }) => by],
              ['reason', ({ reason: why }) => why ?? ''],
            ],
          });
          return;
        }
        const target = targetOf(named);
        const { kill } = await api.call<typeof setKill>('POST', '/kills', { ...target, reason });
        printDone(io, { json }, kill, `stopped: ${kill.target}`);
        // It holds for whatever will be called so; who meant something else must not believe that it has been stopped.
        await tellUnknownNames(io, api, { grant, server: target.server });
        if (target.tool !== undefined) await tellUnknownTool(io, api, target.tool, target.server);
      });
    });
