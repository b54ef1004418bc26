import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/**
 * The program of an npm package that has one, as its `package.json` names it.
 *
 * @param installedIn the folder in whose `node_modules` it stands; where Node would look when absent
 */
export function programOf(name: string, installedIn?: string): string {
  const folders = installedIn === undefined ? require.resolve.paths(name) : [join(installedIn, 'node_modules')];
  // Their `exports` hide package.json, so it is found by the folders in which Node would look.
  for (const folder of folders ?? []) {
    const manifest = join(folder, name, 'package.json');
    try {
      const { bin } = require(manifest) as { readonly bin: string | Readonly<Record<string, string>> };
      const [program = ''] = typeof bin === 'string' ? [bin] : Object.values(bin);
      return join(dirname(manifest), program);
    } catch {
      // Not in this folder.
    }
  }
  throw new Error(`${name} is not installed`);
}

const node = (script: string, ...args: string[]): { readonly command: string[] } => ({
  command: [process.execPath, '--no-warnings', script, ...args],
});

/** Servers of a configuration, by what a test wants of them. */
export const servers = {
  everything: () => node(programOf('@modelcontextprotocol/server-everything')),
  /** @param folder the only one that it opens */
  filesystem: (folder: string) => node(programOf('@modelcontextprotocol/server-filesystem'), folder),
  /** @param file where it keeps its graph */
  memory: (file: string) => ({
    ...node(programOf('@modelcontextprotocol/server-memory')),
    env: { MEMORY_FILE_PATH: file },
  }),
  /** Any other package with a program. */
  installed: (name: string, ...args: string[]) => node(programOf(name), ...args),
  netdiag: () => node(path('../../../bin/toolgate.js'), 'netdiag'),
  legacy: () => node(path('../upstreams/legacy-server.ts')),
  modern: (...flags: string[]) => node(path('../upstreams/modern-server.ts'), ...flags),
  legacyTasks: () => node(path('../upstreams/legacy-task-server.ts')),
  hostile: (...flags: string[]) => node(path('../upstreams/hostile-stdio.ts'), ...flags),
  outspoken: () => node(path('./outspoken-server.ts')),
};

/** A policy that allows everything, and lets the server ask everything when told to. */
export const open = { version: '1', default: 'allow' };
export const openBothWays = {
  ...open,
  server_requests: { sampling: 'allow', roots: 'allow', elicitation: 'all' },
};
