import { openSync, readdirSync, readFileSync } from 'node:fs';

/** `O_CLOEXEC`, as Linux has it in the flags that `/proc` shows. */
const closeOnExec = 0o2000000;

let found: readonly number[] | undefined;
let nothing: number | undefined;

/**
 * What a server's process gets besides its three pipes, by number: `/dev/null` in the place of each descriptor that it would
 * have from whoever started the gateway (a shell's `exec 40<file`, a supervisor's lock or socket). What the gateway opens itself
 * goes to nobody, and of what it inherits Node sees to the lowest sixteen; the others it can neither mark nor know the use of,
 * so that they are not closed here but covered there.
 */
export function besidePipes(): readonly ('ignore' | number)[] {
  found ??= inheritedDescriptors();
  const highest = Math.max(2, ...found);
  if (highest === 2) return [];
  nothing ??= openSync('/dev/null', 'r');
  const covered: ('ignore' | number)[] = Array.from({ length: highest - 2 }, () => 'ignore');
  for (const descriptor of found) covered[descriptor - 3] = nothing;
  return covered;
}

/** Those that a program started from here would have. None where the system does not show them as Linux does. */
function inheritedDescriptors(): readonly number[] {
  const folder = '/proc/self/fdinfo';
  try {
    return readdirSync(folder)
      .map(Number)
      .filter((descriptor) => descriptor > 2 && isHandedOn(`${folder}/${descriptor}`));
  } catch {
    return [];
  }
}

function isHandedOn(path: string): boolean {
  try {
    const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(path, 'latin1'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0;
  } catch {
    // The one that the folder itself was read by is gone.
    return false;
  }
}
