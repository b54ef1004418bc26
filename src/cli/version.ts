import { readFileSync } from 'node:fs';
import { packageFile } from '../kernel/index.ts';

/** The package's version, as in its package.json. */
export const version: string = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')).version;
