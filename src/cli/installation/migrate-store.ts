import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { loadKeyRing } from '../../seal/index.ts';
import { databaseUrl, moveStore, openFolder, openStore, prepareSchema } from '../../store/index.ts';
import type { CommandModule } from '../command-module.ts';
import { dataFolder } from '../data-folder.ts';
import { CommandError, type Io } from '../io.ts';
import { startFailure } from '../problems.ts';
import { showProgress } from '../show-progress.ts';

interface MigrateOptions {
  readonly data?: string;
  readonly schemaOnly: boolean;
  readonly json: boolean;
}

/** `toolgate migrate-store`: from SQLite in the data folder to PostgreSQL. */
export const build: CommandModule['build'] = (io) =>
  new Command('migrate-store')
    .description(
      'Copies everything that the SQLite database of a data folder holds into the empty database that TOOLGATE_DATABASE_URL ' +
        'names, and compares both row by row. Nothing may run on the folder. Interrupted, it goes on when it is run again. ' +
        'Run it as the role that owns the schema.',
    )
    .option('--data <folder>', 'the data folder')
    .option('--schema-only', 'bring the schema up to date and move nothing: before an upgrade of the replicas', false)
    .option('--json', 'JSON', false)
    .addHelpText(
      'after',
      '\nExample:\n  TOOLGATE_DATABASE_URL=postgres://toolgate_owner@db.internal/toolgate toolgate migrate-store --data /var/lib/toolgate',
    )
    .action((options: MigrateOptions) => migrateStore(options, io));

async function migrateStore(options: MigrateOptions, io: Io): Promise<void> {
  const url = databaseUrl(io.env);
  if (url === undefined) throw new CommandError('name the database in TOOLGATE_DATABASE_URL', 2);
  if (options.schemaOnly) {
    await prepareSchema(url).catch(startFailure);
    io.stdout.write(options.json ? '{"schema":"current"}\n' : 'the schema is up to date\n');
    return;
  }
  const { path } = dataFolder(io, options.data);
  if (!existsSync(join(path, 'toolgate.db'))) {
    const moved = existsSync(join(path, 'toolgate.db.moved'));
    throw new CommandError(
      moved
        ? `the installation in ${path} was moved already (toolgate.db.moved)`
        : `there is no installation in ${path}; name its folder with --data`,
    );
  }
  await drainJournals(path, io).catch(startFailure);
  const folder = openFolderOrFail(path);
  const progress = showProgress(io, 'migrate-store');
  try {
    const { tables, rows } = await moveStore(path, url, progress).catch(startFailure);
    progress.end();
    io.stdout.write(
      options.json
        ? `${JSON.stringify({ tables, rows })}\n`
        : `${rows} rows of ${tables} tables moved and compared; the old database is ${join(path, 'toolgate.db.moved')}\n` +
            'Start every replica with this TOOLGATE_DATABASE_URL and the same secret key.\n',
    );
  } finally {
    folder.release();
  }
}

/** What processes that are gone have left in their journals becomes rows first, and the schema what this version has. */
async function drainJournals(path: string, io: Io): Promise<void> {
  const keys = (of: string) => loadKeyRing({ env: io.env, folder: of, create: false });
  await (await openStore(path, { mode: 'exclusive', keys })).close();
}

function openFolderOrFail(path: string): ReturnType<typeof openFolder> {
  try {
    return openFolder(path, { mode: 'exclusive' });
  } catch (error) {
    return startFailure(error);
  }
}
