import { Command } from 'commander';
import type { exportConfiguration } from '../../control/verbs/configuration/index.ts';
import type { RemoteOptions } from '../api-client.ts';
import type { CommandModule } from '../command-module.ts';
import { gatewayOptions, withGateway } from '../with-gateway.ts';
import { loadYaml } from './apply-file.ts';

/** `toolgate export`: what `toolgate apply` reads. */
export const build: CommandModule['build'] = (io) =>
  gatewayOptions(new Command('export'))
    .description(
      'Writes servers, policies and grants of the store as YAML that `toolgate apply` reads. Secrets stand in it as\n' +
        'references to the environment, never as values; tokens of grants not at all.',
    )
    .addHelpText('after', '\nExample:\n  toolgate export > agents.yaml')
    .action(async (options: RemoteOptions & { readonly json: boolean }) => {
      const document = await withGateway(io, options, (api) =>
        api.call<typeof exportConfiguration>('GET', '/configuration', {}),
      );
      const grants = Object.entries(document.grants).map(([label, { expiresAt, ...grant }]) => [
        label,
        expiresAt === null ? grant : { ...grant, expires: new Date(expiresAt).toISOString() },
      ]);
      const written = { ...document, grants: Object.fromEntries(grants) as unknown };
      io.stdout.write(options.json ? `${JSON.stringify(written)}\n` : loadYaml().stringify(written, { lineWidth: 0 }));
    });
