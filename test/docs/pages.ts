import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A fenced block of a page. */
export interface Block {
  /** `docs/policy.md:12`, where its fence opens. */
  readonly place: string;
  readonly page: string;
  /** Empty where the fence names none. */
  readonly language: string;
  readonly text: string;
}

/** A page of the documentation. */
export interface Page {
  /** Its path in the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** The text with its fenced blocks blanked, line by line. */
  readonly prose: string;
}

const fence = /^( *)```(\w*)\n([\s\S]*?)^\1```$/gm;

function pageOf(path: string): Page {
  const text = readFileSync(join(root, path), 'utf8');
  const blocks = [...text.matchAll(fence)].map(({ index, 2: language = '', 3: inside = '' }) => ({
    place: `${path}:${text.slice(0, index).split('\n').length}`,
    page: path,
    language,
    text: inside,
  }));
  return { path, text, blocks, prose: text.replace(fence, (block) => block.replaceAll(/[^\n]/g, '')) };
}

const below = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });

/** Everything that is written for people: the pages at the top, and `docs/` with all below it. */
export const pages: readonly Page[] = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...below.filter((file) => file.endsWith('.md')).map((file) => join('docs', file)),
].map(pageOf);

export const blocks: readonly Block[] = pages.flatMap((page) => page.blocks);
