import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultFolder } from '../store/index.ts';
import type { Io } from './io.ts';

export interface ChosenFolder {
  readonly path: string;
  /** It stands in a checkout and must not get into version control. */
  readonly ignored: boolean;
}

/**
 * Where state lives (docs/command-line.md): `--data`, else `TOOLGATE_DATA`, else `./.toolgate` for the demo and in a
 * checkout, else the platform's folder for a user's data.
 */
export function dataFolder(io: Io, given: string | undefined, demo = false): ChosenFolder {
  if (given !== undefined) return { path: resolve(io.cwd, given), ignored: false };
  if (io.env.TOOLGATE_DATA === undefined && (demo || isCheckout(io.cwd))) {
    return { path: join(io.cwd, '.toolgate'), ignored: true };
  }
  return { path: defaultFolder(io.env), ignored: false };
}

function isCheckout(folder: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'name' in manifest && manifest.name === 'toolgate';
  } catch {
    return false;
  }
}
