import { dataFolder } from '../data-folder.ts';
import type { Io } from '../io.ts';
import { say } from '../say.ts';
import { type ChangedBy, ClientChanges } from './client-changes.ts';

/**
 * Takes back what a command has changed of clients' files, and says so.
 *
 * @returns the exit status: 1 where a file stays as it is
 */
export function undo(by: ChangedBy, options: { readonly data?: string }, io: Io): number {
  using changes = new ClientChanges(dataFolder(io, options.data).path);
  const undone = changes.undo(by);
  if (undone.length === 0) io.stdout.write('there is nothing to take back\n');
  for (const one of undone) {
    if (one.done) say(io.stdout, `${one.file} is as it was`);
    else say(io.stderr, `toolgate: ${one.file} stays as it is: ${one.why}`);
  }
  return undone.every(({ done }) => done) ? 0 : 1;
}
