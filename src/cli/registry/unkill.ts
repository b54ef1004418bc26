import { Command } from 'commander';
import type { liftKill, listKills } from '../../control/verbs/kill/index.ts';
import type { RemoteOptions } from '../api-client.ts';
import type { CommandModule } from '../command-module.ts';
import { CommandError } from '../io.ts';
import { printDone } from '../print-done.ts';
import { gatewayOptions, withGateway } from '../with-gateway.ts';
import { type TargetOptions, targetOf, targetOptions } from './kill-target.ts';

interface Options extends RemoteOptions, TargetOptions {
  readonly json: boolean;
}

/** `toolgate unkill`: lets what was stopped go on. */
export const build: CommandModule['build'] = (io) =>
  gatewayOptions(targetOptions(new Command('unkill')))
    .description('Lets go on what `toolgate kill` has stopped, named in the same way.')
    .addHelpText('after', '\nExample:\n  toolgate unkill --grant ci-runner')
    .action(async ({ json, all, grant, server, tool, ...options }: Options) => {
      const target = targetOf({ all, grant, server, tool });
      await withGateway(io, options, async (api) => {
        const { items } = await api.call<typeof listKills>('GET', '/kills', {});
        const same = items.find(
          (kill) =>
            (target.all ?? false) === (kill.kind === 'all') &&
            (target.grant ?? null) === kill.grant &&
            (target.server ?? null) === kill.server &&
            (target.tool ?? null) === kill.tool,
        );
        if (same === undefined) throw new CommandError('this is not stopped; `toolgate kill --list` shows what is');
        const { kill } = await api.call<typeof liftKill>('DELETE', '/kills/:id', { id: same.id });
        printDone(io, { json }, kill, `goes on: ${kill.target}`);
      });
    });
