import { posix, win32 } from 'node:path';
import type { Base, Client, ConfigLocation } from './client.ts';

/** The machine, as far as it says where files lie. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The project's folder. */
  readonly cwd: string;
}

/** A file that a client would read; whether it is there is another question. */
export interface LocatedFile {
  readonly scope: ConfigLocation['scope'];
  readonly path: string;
}

/**
 * Where a client looks for its servers on this machine, project first. Codex's own variable for its folder is honoured,
 * as are `APPDATA` and `XDG_CONFIG_HOME`.
 */
export function clientFiles(client: Client, machine: Machine): LocatedFile[] {
  const { join } = machine.platform === 'win32' ? win32 : posix;
  return client.places
    .filter(({ platforms }) => platforms === undefined || platforms.includes(machine.platform))
    .map(({ scope, base, path }) => {
      const [folder, ...rest] = path;
      if (client.id === 'codex' && base === 'home' && folder === '.codex' && machine.env.CODEX_HOME)
        return { scope, path: join(machine.env.CODEX_HOME, ...rest) };
      return { scope, path: join(folderOf(base, machine), ...path) };
    });
}

function folderOf(base: Base, { platform, home, env, cwd }: Machine): string {
  const { join } = platform === 'win32' ? win32 : posix;
  switch (base) {
    case 'home':
      return home;
    case 'project':
      return cwd;
    case 'config':
      return platform === 'linux' && env.XDG_CONFIG_HOME ? env.XDG_CONFIG_HOME : join(home, '.config');
    case 'appData':
      if (platform === 'win32') return env.APPDATA || join(home, 'AppData', 'Roaming');
      if (platform === 'darwin') return join(home, 'Library', 'Application Support');
      return env.XDG_CONFIG_HOME || join(home, '.config');
  }
}
