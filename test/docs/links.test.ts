/** Every link of a page leads somewhere: to a file of the repository, and to a heading or an anchor of it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';
import { pages, root } from './pages.ts';

/** What a page calls its headings, and the anchors that it sets itself. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = words
      .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
  return new Set([...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)]);
}

interface Link {
  readonly place: string;
  readonly target: string;
}

function linksOf(path: string, prose: string): Link[] {
  const plain = prose.replaceAll(/`[^`\n]*`/g, (code) => ' '.repeat(code.length));
  return [...plain.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(({ index, 1: target = '' }) => ({ place: `${path}:${plain.slice(0, index).split('\n').length}`, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

const byPath = new Map(pages.map((page) => [page.path, page]));

/** @returns what is wrong with a link that stands on a page */
function faultOf(from: string, target: string): string | undefined {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : normalize(join(dirname(from), file));
  if (!existsSync(join(root, path))) return 'there is no such file';
  if (anchor === undefined) return undefined;
  const text = byPath.get(path)?.prose ?? readFileSync(join(root, path), 'utf8');
  return anchorsOf(text).has(anchor) ? undefined : 'there is no such heading';
}

const links = pages.flatMap(({ path, prose }) => linksOf(path, prose).map((link) => ({ from: path, ...link })));

it('are found', () => expect(links.length).toBeGreaterThan(150));

it('lead somewhere', () => {
  const broken = links.flatMap(({ from, place, target }) => {
    const fault = faultOf(from, target);
    return fault === undefined ? [] : `${place}: ${target}: ${fault}`;
  });
  expect(broken).toEqual([]);
});

it('show each picture that there is', () => {
  const shown = links.map(({ from, target }) => normalize(join(dirname(from), target)));
  const pictures = readdirSync(join(root, 'docs/images')).map((name) => `docs/images/${name}`);
  expect(pictures.filter((path) => !shown.includes(path))).toEqual([]);
});

it('would be found broken', () => {
  expect(faultOf('README.md', 'docs/nothing.md')).toBe('there is no such file');
  expect(faultOf('docs/policy.md', '#nothing-of-that-name')).toBe('there is no such heading');
  expect(faultOf('README.md', 'docs/configuration.md#a-server-in-a-sandbox')).toBeUndefined();
});
