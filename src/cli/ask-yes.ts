import { createInterface } from 'node:readline/promises';
import type { Io } from './io.ts';

/**
 * Asks before something is changed. Where nobody sits at a terminal there is nobody to ask, and what the command line
 * says stands.
 *
 * @returns whether to go on
 */
export async function askYes(io: Io, question: string, yes: boolean): Promise<boolean> {
  if (yes || io.stdin.isTTY !== true || io.stdout.isTTY !== true) return true;
  const lines = createInterface({ input: io.stdin, output: io.stdout });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
