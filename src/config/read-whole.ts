import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** More than any file that a person, or a program for him, keeps settings in; what is larger is something else. */
const mostBytes = 64 << 20;
const step = 64 << 10;

/**
 * Reads a file that the configuration is, or names, or that another program's settings are. A running gateway reads again
 * whatever has come into its place, and a command reads what lies in a folder that somebody else has filled, so it waits
 * for nobody: a pipe that nobody writes into would hold up every call. What a shell hands over (`<(command)`, below `/dev`
 * or `/proc`) is waited for.
 *
 * @throws the operating system's error; `ENOTFILE` for what is neither a file nor a folder, `EFBIG` for what is larger
 *   than 64 MiB
 */
export function readWhole(file: string): Buffer {
  const handedOver = /^\/(?:dev|proc)\//.test(file);
  // Where the system knows no such flag (Windows) there are no pipes among files either.
  const fd = openSync(file, constants.O_RDONLY | (handedOver ? 0 : (constants.O_NONBLOCK ?? 0)));
  try {
    const found = fstatSync(fd);
    if (!handedOver && !found.isFile() && !found.isDirectory()) throw problem('ENOTFILE', 'not a file');
    return readToEnd(fd, found.size);
  } finally {
    closeSync(fd);
  }
}

/** What a file says of its size is a hint: one that grows, and those of `/proc`, have no end that could be known before. */
function readToEnd(fd: number, size: number): Buffer {
  const chunks: Buffer[] = [];
  let length = 0;
  if (size > mostBytes) throw problem('EFBIG', 'too large');
  for (let next = size + 1; ; next = step) {
    const chunk = Buffer.allocUnsafe(next);
    const count = readSync(fd, chunk, 0, next, null);
    if (count === 0) return Buffer.concat(chunks, length);
    chunks.push(chunk.subarray(0, count));
    length += count;
    if (length > mostBytes) throw problem('EFBIG', 'too large');
  }
}

function problem(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
