import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { operator } from '../../accounts/index.ts';
import { openControlFolder } from '../../composition/control-plane.ts';
import { recordMaintenance } from '../../control/verbs/installation/index.ts';
import { databaseUrl, writeBackup } from '../../store/index.ts';
import type { CommandModule } from '../command-module.ts';
import { dataFolder } from '../data-folder.ts';
import { CommandError, type Io } from '../io.ts';
import { startFailure } from '../problems.ts';
import { showProgress } from '../show-progress.ts';
import { version } from '../version.ts';

interface BackupOptions {
  readonly data?: string;
  readonly json: boolean;
}

/** `toolgate backup`: everything that is kept, as it stands now, sealed into one file. */
export const build: CommandModule['build'] = (io) =>
  new Command('backup')
    .description(
      'Writes a backup of the data folder, while the gateway runs: databases as they stand at one instant, sealed under the ' +
        'secret key. The key is not in it: keep it elsewhere, without it the backup is worth nothing.',
    )
    .argument('<file>', 'where to; it must not be there yet')
    .option('--data <folder>', 'the data folder')
    .option('--json', 'JSON', false)
    .addHelpText('after', '\nExample:\n  toolgate backup /backups/toolgate-2027-01-15.backup')
    .action((file: string, options: BackupOptions) => backup(resolve(io.cwd, file), options, io));

async function backup(file: string, options: BackupOptions, io: Io): Promise<void> {
  if (databaseUrl(io.env) !== undefined) {
    throw new CommandError(
      'this installation is in PostgreSQL: use `pg_dump --format=custom "$TOOLGATE_DATABASE_URL" > toolgate.dump`, ' +
        'and keep the secret key elsewhere (docs/postgresql.md)',
    );
  }
  const folder = dataFolder(io, options.data);
  if (!existsSync(folder.path))
    throw new CommandError(`there is no data folder at ${folder.path}; name it with --data`);
  if (existsSync(file)) throw new CommandError(`${file} is there already; name another file`);
  const { control, close } = await openControlFolder(folder.path, { ...folder, env: io.env, version }).catch(
    startFailure,
  );
  const progress = showProgress(io, 'backup');
  try {
    const now = control.clock.now();
    const { keys } = control;
    const { bytes } = await writeBackup({ dataFolder: folder.path, keys, file, now, version, onProgress: progress });
    progress.end();
    const detail = { bytes };
    await control.run(recordMaintenance, { what: 'installation.backed_up', detail }, { actor: operator });
    const said = `${file}: ${bytes} bytes, sealed under the key ${keys.current}, which is not in it`;
    io.stdout.write(options.json ? `${JSON.stringify({ file, bytes, key: keys.current })}\n` : `${said}\n`);
  } catch (error) {
    startFailure(error);
  } finally {
    await close();
  }
}
