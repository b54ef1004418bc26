import { Catalog } from './catalog.ts';
import { CatalogWriter } from './catalog-writer.ts';

/**
 * Opens the catalogue of a data folder for reading.
 *
 * @throws the driver's error when nothing was ever imported there
 */
export function openCatalog(dataFolder: string): Catalog {
  return Catalog.open(dataFolder);
}

/** Opens it for imports and overrides, and makes it when there is none. */
export function openCatalogWriter(dataFolder: string): CatalogWriter {
  return new CatalogWriter(dataFolder);
}
