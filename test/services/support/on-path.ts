import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** @returns where a command is, or `undefined` */
export function onPath(command: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, command);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not there.
    }
  }
  return undefined;
}
