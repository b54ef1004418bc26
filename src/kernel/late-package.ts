import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { inCheckout, packageFile } from './package-files.ts';

/**
 * The packages that only some inputs need: YAML for who writes it, patterns for policies that have some, a log for who
 * has something to say. Importing them costs more than everything else that a start of `toolgate run` does.
 */
export const latePackages = ['pino', 're2js', 'yaml'] as const;

const load = createRequire(import.meta.url);

/**
 * Loads a package at once, and for good, when the first input needs it: reading a document stays synchronous. A build has
 * each of them in one file, for Node takes a millisecond for each of the seventy that YAML consists of.
 *
 * @returns what the package exports
 */
export function latePackage<Exports>(name: (typeof latePackages)[number]): Exports {
  return load(inCheckout ? name : fileURLToPath(packageFile(builtPackage(name)))) as Exports;
}

/** @returns where the build puts a package, from the package's folder */
export function builtPackage(name: string): string {
  return `dist/packages/${name}.cjs`;
}
