import { existsSync } from 'node:fs';
import { StoreError } from './filing/worker-client.ts';
import { databasePath } from './sqlite/database.ts';

/**
 * Refuses a folder whose installation was not moved: on another database it would begin anew, without its approvals, its
 * stops and what was taken from its limits, and nobody would be told.
 *
 * @throws StoreError
 */
export function requireMoved(folder: string): void {
  if (!existsSync(databasePath(folder))) return;
  throw new StoreError(
    'StoreError',
    `the data folder ${folder} has a database of its own (toolgate.db), of which the one that TOOLGATE_DATABASE_URL names ` +
      `knows nothing: move it there with \`toolgate migrate-store --data ${folder}\`, or give another folder with --data`,
  );
}
