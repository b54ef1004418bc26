import { readFileSync, writeFileSync } from 'node:fs';
import { bundledIn, type LockFile, sbomOf } from './sbom.ts';

/**
 * The last step of a build: `dist/sbom.cdx.json`, what the package is made of. What a build has taken in stands in the notices
 * that it left; what is installed beside it, in the lock file.
 */
const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const notices = ['dist/THIRD-PARTY-NOTICES.txt', 'dist/web/THIRD-PARTY-NOTICES.txt'].map(read);
const sbom = sbomOf(JSON.parse(read('package-lock.json')) as LockFile, notices.flatMap(bundledIn));
writeFileSync(new URL('../dist/sbom.cdx.json', import.meta.url), `${JSON.stringify(sbom, null, 1)}\n`);
