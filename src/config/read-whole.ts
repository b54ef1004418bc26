import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/**
 * Reads a file that the configuration is, or names. A running gateway reads again whatever has come into its place, so it
 * waits for nobody: a pipe that nobody writes into would hold up every call. What a shell hands over (`<(command)`, below
 * `/dev` or `/proc`) is waited for.
 *
 * @throws the operating system's error; `ENOTFILE` for what is neither a file nor a folder
 */
export function readWhole(file: string): Buffer {
  if (/^\/(?:dev|proc)\//.test(file)) return readFileSync(file);
  // Where the system knows no such flag (Windows) there are no pipes among files either.
  const fd = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(fd);
    if (!found.isFile() && !found.isDirectory()) throw Object.assign(new Error('not a file'), { code: 'ENOTFILE' });
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}
