import { Command } from 'commander';
import { operator } from '../../accounts/index.ts';
import { openControlFolder } from '../../composition/control-plane.ts';
import { resealKeys } from '../../control/verbs/keys/index.ts';
import { addKey, loadKeyRing } from '../../seal/index.ts';
import { openFolder } from '../../store/index.ts';
import type { CommandModule } from '../command-module.ts';
import { dataFolder } from '../data-folder.ts';
import type { Io } from '../io.ts';
import { startFailure } from '../problems.ts';
import { version } from '../version.ts';

interface KeysOptions {
  readonly data?: string;
  readonly json: boolean;
}

/** `toolgate keys`: the secret keys of an installation. */
export const build: CommandModule['build'] = (io) =>
  new Command('keys')
    .description('The secret key seals what is kept (credentials, second factors) and makes the chains of the records.')
    .addHelpText('after', '\nExample:\n  toolgate keys rotate')
    .addCommand(
      withFolder('list', 'Lists the ids of the keys, the current one first; never a key.', (options) => {
        const { ids } = loadKeyRing({ env: io.env, folder: dataFolder(io, options.data).path, create: false });
        io.stdout.write(options.json ? `${JSON.stringify({ keys: ids })}\n` : `${ids.join('\n')}\n`);
      }),
    )
    .addCommand(
      withFolder(
        'rotate',
        'Makes a new key and seals everything under it. The gateway must not be running.',
        (options) => reseal(options, io, true),
      ),
    )
    .addCommand(
      withFolder('reseal', 'Seals everything under the current key, after another one was put in front.', (options) =>
        reseal(options, io, false),
      ),
    );

function withFolder(name: string, description: string, act: (options: KeysOptions) => void | Promise<void>): Command {
  return new Command(name)
    .description(description)
    .option('--data <folder>', 'the data folder')
    .option('--json', 'JSON', false)
    .addHelpText('after', `\nExample:\n  toolgate keys ${name}`)
    .action(async (options: KeysOptions) => {
      try {
        await act(options);
      } catch (error) {
        startFailure(error);
      }
    });
}

async function reseal(options: KeysOptions, io: Io, rotate: boolean): Promise<void> {
  const folder = dataFolder(io, options.data);
  // A gateway that runs has read the keys that there were: it could not open what is sealed under a newer one.
  const held = openFolder(folder.path, { mode: 'exclusive', ignored: folder.ignored });
  try {
    if (rotate) addKey(folder.path, io.env);
    const { control, close } = await openControlFolder(folder.path, { ...folder, env: io.env, version });
    try {
      const done = await control.run(resealKeys, {}, { actor: operator });
      io.stdout.write(options.json ? `${JSON.stringify(done)}\n` : inWords(done, control.keys.ids.slice(1)));
    } finally {
      await close();
    }
  } finally {
    held.release();
  }
}

function inWords(done: { key: string; resealed: Record<string, number> }, others: readonly string[]): string {
  const counts = Object.entries(done.resealed).map(([name, count]) => `  ${count} ${name}`);
  return [
    `everything is sealed under the key ${done.key}`,
    ...counts,
    ...(others.length === 0
      ? []
      : [`Keep ${others.join(', ')}, too: records and backups under it are read with it alone.`]),
    '',
  ].join('\n');
}
