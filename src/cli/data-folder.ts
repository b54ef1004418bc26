import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile } from '../kernel/index.ts';
import { defaultFolder } from '../store/index.ts';
import type { Io } from './io.ts';

export interface ChosenFolder {
  readonly path: string;
  /** It stands in a checkout and must not get into version control. */
  readonly ignored: boolean;
}

/**
 * Where state lives (docs/command-line.md): `--data`, else `TOOLGATE_DATA`, else `./.toolgate` for the demo and in the
 * checkout that runs, else the platform's folder for a user's data.
 */
export function dataFolder(io: Io, given: string | undefined, demo = false): ChosenFolder {
  if (given !== undefined) return { path: resolve(io.cwd, given), ignored: false };
  if (io.env.TOOLGATE_DATA === undefined && (demo || isCheckout(io.cwd))) {
    return { path: join(io.cwd, '.toolgate'), ignored: true };
  }
  return { path: defaultFolder(io.env), ignored: false };
}

/**
 * Whether it is the checkout that this very program runs from. What a folder says of itself is not asked: a repository that
 * calls itself `toolgate` would bring the policies that stand in front of servers, and the changes that an undo takes back.
 */
function isCheckout(folder: string): boolean {
  try {
    return realpathSync(folder) === realpathSync(fileURLToPath(packageFile('.')));
  } catch {
    return false;
  }
}
