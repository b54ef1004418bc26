import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative } from 'node:path';
import type { Sandbox } from '../../config/index.ts';

/** The program that makes the sandbox: bubblewrap, which Flatpak stands on. No privilege is needed, and none is given. */
export const bubblewrap = 'bwrap';

/**
 * Where systems keep programs, libraries and what those read; what is not there is passed over. Not `/opt` nor `/var`: whole
 * installations stand there with what they keep, this one's among them.
 */
const system = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/etc', '/nix'];

/** A resolver's configuration is often a link to here. */
const resolver = ['/run/systemd/resolve', '/run/resolvconf', '/run/NetworkManager'];

/**
 * The command that runs another where it sees the system's own programs, its working folder, what was named, and nothing
 * else: no home, no data folder (unless it stands below those), no process but its own, a `/tmp` of its own, and no network unless it may. It dies with the
 * gateway, and gains no privilege by any program that it runs.
 *
 * @param cwd where it works, and may write
 */
export function sandboxed(
  command: readonly string[],
  cwd: string,
  { read, write, network }: Sandbox,
): readonly [program: string, ...args: readonly string[]] {
  const bind = (how: string, paths: readonly string[]): string[] => paths.flatMap((path) => [how, path, path]);
  // What is named is mounted last, each over what a wider one has said: a folder to write inside one to read.
  const named = [
    ...[...besideProgram(command), ...read].map((path) => ['--ro-bind', path] as const),
    ...[cwd, ...write].map((path) => ['--bind', path] as const),
  ].toSorted(([, a], [, b]) => a.length - b.length);
  const apart = ['--unshare-all', '--die-with-parent', '--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'];
  const net = network ? ['--share-net', ...bind('--ro-bind-try', resolver)] : [];
  const mounts = named.flatMap(([how, path]) => bind(how, [path]));
  return [bubblewrap, ...apart, ...net, ...bind('--ro-bind-try', system), ...mounts, '--chdir', cwd, '--', ...command];
}

/** A program that is named by a path brings its folder with it. */
function besideProgram([program = '']: readonly string[]): readonly string[] {
  return isAbsolute(program) ? [dirname(program)] : [];
}

/**
 * Whether a process in a sandbox could see anything of a folder: the whole of it, or what of it was named.
 *
 * @param cwd where it works; `undefined` for a folder of its own
 */
export function showsFolder(
  folder: string,
  command: readonly string[],
  cwd: string | undefined,
  { read, write }: Sandbox,
): boolean {
  const kept = real(folder);
  const shown = [...system, ...besideProgram(command), ...read, ...write, ...(cwd === undefined ? [] : [cwd])].map(
    real,
  );
  return shown.some((path) => isWithin(kept, path) || isWithin(path, kept));
}

/** By whatever links it is named: what is mounted is what they lead to. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith('../') || isAbsolute(way));
}
