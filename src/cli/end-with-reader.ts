import type { Writable } from 'node:stream';

/** They have clients of their own, and go on when nobody reads what they say any more. */
const servers: ReadonlySet<string> = new Set(['up', 'run', 'netdiag']);

/**
 * Whoever reads what a command writes may have read enough (`toolgate audit tail | head`): then it is over, and nothing has
 * failed.
 *
 * @param command its name
 * @param exit ends the process
 */
export function endWithReader(command: string | undefined, output: Writable, exit: (code: number) => void): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (command === undefined || !servers.has(command)) exit(0);
  });
}
