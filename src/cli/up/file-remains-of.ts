import { basename } from 'node:path';
import { loadKeyRing } from '../../seal/index.ts';
import { databaseUrl, fileRemains } from '../../store/index.ts';
import type { Io } from '../io.ts';
import { startFailure } from '../problems.ts';

/**
 * Files what gateways that are gone have left in folders on which nobody will run now, where the database is PostgreSQL: in
 * those of workers that there are no more, and where there are workers in the data folder itself.
 *
 * @param workers how many there will be; none where one process serves
 */
export async function fileRemainsOf(dataFolder: string, workers: number, { env }: Pick<Io, 'env'>): Promise<void> {
  const database = databaseUrl(env);
  if (database === undefined) return;
  const { workerFolders } = await import('../../workers/index.ts');
  const gone = workerFolders(dataFolder).filter((folder) => Number(basename(folder)) > workers);
  const keys = (folder: string) => loadKeyRing({ env, folder, create: false });
  await fileRemains(workers > 0 ? [dataFolder, ...gone] : gone, keys, database).catch(startFailure);
}
