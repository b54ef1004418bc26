import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noticesRule } from './sbom.ts';

const packageFolder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/;
const licence = /^(licen[cs]e|copying|notice)/i;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
  readonly author?: string | { readonly name?: string };
}

/**
 * Writes down whose code a build holds beside our own, with the terms under which it does.
 *
 * @param modules paths of the modules that went into the build
 * @throws when a package comes without its terms: then it must not be put in
 */
export function writeNotices(modules: readonly string[], file: string): void {
  const folders = new Set(modules.flatMap((id) => packageFolder.exec(id.replace(/^\0/, ''))?.[0] ?? []));
  const notices = [...folders].map((folder) => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    const { name, version, license, author } = manifest;
    const terms = readdirSync(folder)
      .filter((entry) => licence.test(entry))
      .map((entry) => readFileSync(join(folder, entry), 'utf8').trim());
    // Some name their terms, and leave the text out.
    const by = typeof author === 'string' ? author : author?.name;
    if (terms.length === 0 && typeof license === 'string') terms.push(`${license}${by === undefined ? '' : `, ${by}`}`);
    if (terms.length === 0) throw new Error(`the package ${name} comes without a licence`);
    return `${name} ${version}\n\n${terms.join('\n\n')}\n`;
  });
  writeFileSync(file, notices.sort().join(`\n${noticesRule}\n\n`));
}
