import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inCheckout, packageFile } from '../../kernel/index.ts';
import { CatalogWriter } from '../store/catalog-writer.ts';
import { hasCatalog } from '../store/open-database.ts';
import { takeStarter } from './starter.ts';

/** Below the package: what a build has made of the catalogue that ships. */
export const madeCatalog = 'dist/catalog/';

/**
 * Opens the catalogue of a data folder, which has what ships with Toolgate from its first use on. A folder that has none
 * is given the one that the build has made: to import it takes a second, and whoever asks for the first page would wait.
 *
 * @throws Error when a newer Toolgate wrote the file
 */
export function openWithStarter(dataFolder: string): CatalogWriter {
  // In a checkout the build may be older than what it was made of.
  if (!inCheckout && !hasCatalog(dataFolder)) giveMade(packageFile(`${madeCatalog}catalog.db`), dataFolder);
  const writer = new CatalogWriter(dataFolder);
  takeStarter(writer);
  return writer;
}

/**
 * Puts a copy there, whole or not at all, and never in the place of another: somebody else may have opened one meanwhile.
 * Where it cannot be had, the import makes one.
 */
export function giveMade(made: URL, dataFolder: string): void {
  if (!existsSync(made)) return;
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const copy = join(dataFolder, `catalog.${process.pid}.new`);
  try {
    writeFileSync(copy, readFileSync(made), { mode: 0o600, flush: true });
    linkSync(copy, join(dataFolder, 'catalog.db'));
  } catch {
    // There is one by now, or the file system knows no links.
  } finally {
    rmSync(copy, { force: true });
  }
}
