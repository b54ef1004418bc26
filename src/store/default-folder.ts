import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * Where the data folder is when nobody says: `TOOLGATE_DATA`, else the platform's place for a user's data.
 *
 * @param env the environment
 */
export function defaultFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  if (env.TOOLGATE_DATA) return env.TOOLGATE_DATA;
  const home = env.HOME ?? homedir();
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'toolgate');
    case 'win32':
      return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'toolgate');
    default:
      return join(absolute(env.XDG_DATA_HOME) ?? join(home, '.local', 'share'), 'toolgate');
  }
}

/** The specification of XDG folders has everything else ignored: an empty one would mean wherever one stands. */
function absolute(folder: string | undefined): string | undefined {
  return folder !== undefined && isAbsolute(folder) ? folder : undefined;
}
