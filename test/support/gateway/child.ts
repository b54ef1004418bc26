import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../../bin/toolgate.js', import.meta.url));

/** How a process ended. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A `toolgate` process of a test. */
export interface Child {
  readonly pid: number;
  readonly stdin: ChildProcessWithoutNullStreams['stdin'];
  stdout(): string;
  stderr(): string;
  /**
   * Waits until what was printed matches.
   *
   * @returns the match
   * @throws when the process ends first or after `ms`, with everything that was printed
   */
  until(stream: 'stdout' | 'stderr', pattern: RegExp, ms?: number): Promise<RegExpExecArray>;
  readonly ended: Promise<End>;
  /** Asks the process to end and waits; one that does not is killed, and that is an error. */
  stop(signal?: NodeJS.Signals): Promise<End>;
}

/** Nothing that a test started may outlive the test's own process. */
const living = new Set<ChildProcessWithoutNullStreams>();
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** The environment of the processes: nothing of the developer's own, no secret, no data folder. */
export function cleanEnvironment(home: string): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: home, NO_COLOR: '1' };
}

/** Starts `toolgate` with the Node that runs the tests. */
export function startChild(
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Child {
  const child = spawn(process.execPath, [launcher, ...args], { ...options, stdio: 'pipe' });
  living.add(child);
  const printed = { stdout: '', stderr: '' };
  const wake = new Set<() => void>();
  let end: End | undefined;
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      printed[stream] += text;
      for (const look of wake) look();
    });
  }
  const ended = new Promise<End>((resolve) => {
    child.once('close', (code, signal) => {
      living.delete(child);
      end = { code, signal };
      resolve(end);
      for (const look of wake) look();
    });
  });
  const told = (): string => `\n--- stdout\n${printed.stdout}\n--- stderr\n${printed.stderr}`;

  return {
    pid: child.pid ?? 0,
    stdin: child.stdin,
    stdout: () => printed.stdout,
    stderr: () => printed.stderr,
    until: (stream, pattern, ms = 30_000) =>
      new Promise((resolve, reject) => {
        const finish = (settle: () => void): void => {
          wake.delete(look);
          clearTimeout(timer);
          settle();
        };
        const look = (): void => {
          const match = pattern.exec(printed[stream]);
          if (match !== null) finish(() => resolve(match));
          else if (end !== undefined) finish(() => reject(new Error(`it ended before ${pattern}${told()}`)));
        };
        const timer = setTimeout(() => finish(() => reject(new Error(`no ${pattern} in ${ms} ms${told()}`))), ms);
        wake.add(look);
        look();
      }),
    ended,
    stop: async (signal = 'SIGTERM') => {
      if (end !== undefined) return end;
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), 40_000);
      const how = await ended;
      clearTimeout(timer);
      if (how.signal === 'SIGKILL') throw new Error(`it did not end on ${signal}${told()}`);
      return how;
    },
  };
}
