import { type CatalogWriter, openWithStarter } from '../../catalog/index.ts';
import { dataFolder } from '../data-folder.ts';
import { CommandError, type Io } from '../io.ts';

/** What every command on the catalogue can be told. */
export interface CatalogOptions {
  readonly data?: string;
  readonly json: boolean;
}

/**
 * Runs a command on the data folder's catalogue, which has what ships with Toolgate from its first use on.
 *
 * @throws CommandError when its file cannot be opened
 */
export async function withCatalog<T>(
  io: Io,
  options: CatalogOptions,
  work: (writer: CatalogWriter) => T | Promise<T>,
): Promise<T> {
  const { path } = dataFolder(io, options.data);
  let writer: CatalogWriter;
  try {
    writer = openWithStarter(path);
  } catch (error) {
    throw new CommandError(
      `the catalogue in ${path} cannot be opened: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  try {
    return await work(writer);
  } finally {
    writer.close();
  }
}

/** One line for a terminal: control characters of whoever wrote a name or a description are shown, not sent. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\n' ? ' ' : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
