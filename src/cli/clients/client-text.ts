import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { readWhole } from '../../config/index.ts';
import { whyNoFile } from '../../kernel/index.ts';
import { CommandError } from '../io.ts';

/** What stands in a client's file, and where it lies when links are followed. */
export interface ClientText {
  readonly path: string;
  readonly text: string;
}

/**
 * The text of a client's file; a link is followed.
 *
 * @returns `undefined` where there is no file
 * @throws CommandError where it is no UTF-8: written back, it would be another file. And where it is a link that leads to no
 *   file: a file in its place would be another one than the client's owner meant
 */
export function readClientText(file: string): ClientText | undefined {
  try {
    if (!existsSync(file)) {
      if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return undefined;
      throw new CommandError(`${file} cannot be read: it is a link, and leads to no file`);
    }
    const path = realpathSync(file);
    // By the name that was given: what a link leads to below /dev is waited for only where somebody has said so himself.
    return { path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readWhole(file)) };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(
      `${file} cannot be read: ${error instanceof TypeError ? 'it is not UTF-8' : whyNoFile(error)}`,
    );
  }
}
