import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mutant } from './mutant.ts';

const root = join(import.meta.dirname, '../..');
/** Inside of the checkout, so that a copy finds what the original imports; under no version control. */
const copies = join(root, 'reports/mutants');
const needed = [
  'src',
  'test',
  'bin',
  'data',
  'docs',
  'examples',
  'migrations',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
];

/** A copy of the checkout in which bugs are planted, one at a time. */
export interface Plot {
  readonly folder: string;
  /** @throws when the text to be changed is not there exactly once. @returns what takes the bug out again */
  plant(mutant: Mutant): () => void;
  remove(): void;
}

export function openPlot(): Plot {
  const folder = join(copies, String(process.pid));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of needed) cpSync(join(root, name), join(folder, name), { recursive: true });
  // A gateway that a test starts as a process is the one with the bug, too: Node runs it from the sources.
  mkdirSync(join(folder, 'dist/cli'), { recursive: true });
  writeFileSync(join(folder, 'dist/cli/main.js'), "export * from '../../src/cli/main.ts';\n");
  return {
    folder,
    plant: (mutant) => {
      const path = join(folder, mutant.file);
      const text = readFileSync(path, 'utf8');
      writeFileSync(path, mutated(mutant, text));
      return () => writeFileSync(path, text);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** @throws when the text to be changed is not there exactly once */
export function mutated({ file, from, to, kind }: Mutant, text: string): string {
  if (text.split(from).length !== 2) throw new Error(`not once in ${file}: ${from} (${kind})`);
  return text.replace(from, () => to);
}

/** The text of a file of this checkout. */
export function original({ file }: Mutant): string {
  return readFileSync(join(root, file), 'utf8');
}
