import { cleanEnvironment, type End, startChild } from './child.ts';

/** A `toolgate` command that has ended. */
export interface Finished extends End {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `toolgate` with these arguments to its end.
 *
 * @throws when it has not ended after 30 s
 */
export async function runCommand(
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>>; readonly input?: string },
): Promise<Finished> {
  const { cwd, env = cleanEnvironment(cwd), input = '' } = options;
  const child = startChild(args, { cwd, env });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const timer = setTimeout(() => void child.stop('SIGKILL').catch(() => undefined), 30_000);
  const end = await child.ended;
  clearTimeout(timer);
  if (end.signal === 'SIGKILL') throw new Error(`toolgate ${args.join(' ')} did not end\n${child.stderr()}`);
  return { ...end, stdout: child.stdout(), stderr: child.stderr() };
}
