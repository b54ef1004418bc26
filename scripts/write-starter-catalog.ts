import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { madeCatalog, openWithStarter } from '../src/catalog/starter/open-with-starter.ts';

/** A step of a build: `dist/catalog/catalog.db`, the catalogue that ships as a data folder has it after an import. */
const folder = fileURLToPath(new URL(`../${madeCatalog}`, import.meta.url));
openWithStarter(folder).close();
// A data folder is its owner's alone; a package is read by whoever runs it.
chmodSync(folder, 0o755);
chmodSync(`${folder}catalog.db`, 0o644);
