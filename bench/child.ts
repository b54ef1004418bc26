import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** Puts a command onto one core, where there are two and `taskset`. Core 0 is the side's, core 1 everybody else's. */
export function pinnedTo(core: 0 | 1, command: readonly string[]): readonly string[] {
  return canPin ? ['taskset', '-c', String(core), ...command] : command;
}

/** Keeps this process itself, where it is the load, off the side's core. */
export function pinSelf(): void {
  if (canPin) spawnSync('taskset', ['-a', '-cp', '1', String(process.pid)]);
}

/** Whether sides and load really have a core each; part of the report. */
export const pinning = canPin;

/**
 * Starts one of the harness's own processes and waits for its first message.
 *
 * @param file name in `bench/processes/`
 * @returns the process and what it said
 */
export async function startOwn(
  core: 0 | 1,
  file: string,
  args: readonly string[],
): Promise<{ child: ChildProcess; said: unknown }> {
  const path = fileURLToPath(new URL(`processes/${file}`, import.meta.url));
  const child = start(pinnedTo(core, [process.execPath, path, ...args]), { ipc: true });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${file} ended before it was ready`);
  });
  const [said] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
  ended.catch(() => {});
  return { child, said };
}

/** Starts any command; what it writes to stderr is shown. */
export function start(
  command: readonly string[],
  options: { readonly ipc?: boolean; readonly cwd?: string; readonly env?: Record<string, string> } = {},
): ChildProcess {
  const [program, ...args] = command;
  if (program === undefined) throw new Error('there is no command to start');
  return spawn(program, args, {
    stdio: options.ipc === true ? ['ignore', 'ignore', 'inherit', 'ipc'] : ['ignore', 'ignore', 'inherit'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
  });
}

/** Waits for a process that was started to be ready; one that does not get there is not left behind. */
export async function orStop(child: ChildProcess, ready: Promise<void>): Promise<void> {
  try {
    await ready;
  } catch (error) {
    await stop(child);
    throw error;
  }
}

/** Ends a process: SIGTERM, and SIGKILL after five seconds. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(hard);
}
