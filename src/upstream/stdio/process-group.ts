/**
 * A server's process leads a group of its own, so that what it starts can be ended with it. On Windows there are no
 * groups: only the process itself is reached.
 */
const living = new Set<number>();

/** The last resort, should the gateway leave without having closed its upstreams: nothing may outlive it. */
function endAll(): void {
  for (const pid of living) signalGroup(pid, 'SIGKILL');
}

export function rememberGroup(pid: number): void {
  if (living.size === 0) process.on('exit', endAll);
  living.add(pid);
}

export function forgetGroup(pid: number): void {
  if (living.delete(pid) && living.size === 0) process.off('exit', endAll);
}

/**
 * @param signal 0 only asks
 * @returns whether there was anything in the group to reach
 */
export function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    return false;
  }
}
