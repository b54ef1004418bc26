import { parseArgs } from 'node:util';
import type { Io } from '../io.ts';
import { type RunOptions, run } from './run.ts';

const options = {
  policy: { type: 'string' },
  listen: { type: 'string' },
  url: { type: 'string' },
  header: { type: 'string', multiple: true },
  'header-env': { type: 'string', multiple: true },
  env: { type: 'string', multiple: true },
  name: { type: 'string' },
  data: { type: 'string' },
  'allow-private': { type: 'boolean' },
} as const;

/**
 * Understands a command line of `toolgate run` that leaves nothing to ask, without the library that the other commands
 * are built with: loading it takes as long as all that has to be done until the server's process can be started.
 *
 * @param words what follows `toolgate run`
 * @returns `undefined` for anything that is wrong, asks for help, or could be meant in another way: then the library
 *   has its say
 */
export function understood(words: readonly string[]): { command: string[]; options: RunOptions } | undefined {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    const {
      policy,
      header = [],
      'header-env': headerEnv = [],
      env = [],
      'allow-private': allowPrivate = false,
      ...rest
    } = values;
    if (policy === undefined) return undefined;
    return { command: positionals, options: { policy, header, headerEnv, env, allowPrivate, ...rest } };
  } catch {
    return undefined;
  }
}

/** @returns whether the command line was understood; it has run to its end then */
export async function runDirectly(words: readonly string[], io: Io): Promise<boolean> {
  const line = understood(words);
  if (line === undefined) return false;
  await run(line.command, line.options, io);
  return true;
}
