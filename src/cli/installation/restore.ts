import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { operator } from '../../accounts/index.ts';
import { openControlFolder } from '../../composition/control-plane.ts';
import { recordMaintenance } from '../../control/verbs/installation/index.ts';
import { anchoredClock } from '../../kernel/index.ts';
import { loadKeyRing } from '../../seal/index.ts';
import { databaseUrl, restoreBackup } from '../../store/index.ts';
import type { CommandModule } from '../command-module.ts';
import { dataFolder } from '../data-folder.ts';
import { CommandError, type Io } from '../io.ts';
import { startFailure } from '../problems.ts';
import { version } from '../version.ts';

interface RestoreOptions {
  readonly data?: string;
  readonly replace: boolean;
  readonly json: boolean;
}

/** `toolgate restore`: puts a backup into a data folder. */
export const build: CommandModule['build'] = (io) =>
  new Command('restore')
    .description(
      'Checks a backup from end to end and puts it into a data folder on which nothing runs. It needs the secret key that the ' +
        'backup was sealed under: in the folder (secret.key, mode 600), or in TOOLGATE_SECRET_KEY or _FILE.',
    )
    .argument('<file>', 'what `toolgate backup` wrote')
    .option('--data <folder>', 'the data folder')
    .option('--replace', 'move the installation that is in it aside', false)
    .option('--json', 'JSON', false)
    .addHelpText('after', '\nExample:\n  toolgate restore toolgate-2027-01-15.backup --data /var/lib/toolgate')
    .action((file: string, options: RestoreOptions) => restore(resolve(io.cwd, file), options, io));

async function restore(file: string, options: RestoreOptions, io: Io): Promise<void> {
  if (databaseUrl(io.env) !== undefined) {
    throw new CommandError(
      'this installation is in PostgreSQL: drop its database, make it anew, and use `pg_restore --exit-on-error ' +
        '--single-transaction --dbname "$TOOLGATE_DATABASE_URL" toolgate.dump` (docs/postgresql.md)',
    );
  }
  const folder = dataFolder(io, options.data);
  if (!existsSync(file)) throw new CommandError(`there is no file ${file}`);
  const restored = await restoreBackup({
    dataFolder: folder.path,
    keys: (path) => loadKeyRing({ env: io.env, folder: path, create: false }),
    file,
    replace: options.replace,
    now: anchoredClock().now(),
  }).catch(startFailure);
  const { control, close } = await openControlFolder(folder.path, { ...folder, env: io.env, version }).catch(
    startFailure,
  );
  try {
    const { createdAt, version: madeBy } = restored.manifest;
    const detail = { createdAt, version: madeBy, ...restored.ended };
    await control.run(recordMaintenance, { what: 'installation.restored', detail }, { actor: operator });
  } finally {
    await close();
  }
  io.stdout.write(options.json ? `${JSON.stringify(restored)}\n` : inWords(restored));
}

function inWords({ manifest, records, ended, aside }: Awaited<ReturnType<typeof restoreBackup>>): string {
  const { approvals, exceptions } = ended;
  return [
    `restored as of ${new Date(manifest.createdAt).toISOString()}; ${records} records, all as they were written`,
    ...(aside === undefined ? [] : [`what was there before is in ${aside}`]),
    ...(approvals + exceptions === 0
      ? []
      : [
          `${approvals} approvals that were not used and ${exceptions} exceptions have ended: they may have been used since`,
        ]),
    'Grants and API keys that were revoked since then are valid again, what was stopped since then runs again, and what budgets',
    'counted since then is forgotten: look at them. Sessions and one-time links are gone.',
    '',
  ].join('\n');
}
