import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './pages.ts';

/** The decisions by their number, in order. */
const decisions = new Map(
  globSync('docs/adr/[0-9]*.md', { cwd: root })
    .toSorted()
    .map((path) => [
      basename(path).slice(0, 4),
      { file: basename(path), text: readFileSync(join(root, path), 'utf8') },
    ]),
);

it('each decision bears its number, in its name and in its title', () => {
  expect(decisions.size).toBe(globSync('docs/adr/[0-9]*.md', { cwd: root }).length);
  const odd = [...decisions].filter(([number, { file, text }]) => {
    return !/^\d{4}-[a-z0-9-]+\.md$/.test(file) || !text.startsWith(`# ${number}: `);
  });
  expect(odd.map(([, { file }]) => file)).toEqual([]);
});

it('the list of decisions has all of them, with their titles, in order', () => {
  const listed = readFileSync(join(root, 'docs/adr/README.md'), 'utf8').match(/^- \[.*$/gm);
  const lines = [...decisions].map(([number, { file, text }]) => {
    const title = text.slice('# 0000: '.length, text.indexOf('\n'));
    return `- [${number}](${file}): ${title}${text.includes('\n**Superseded** by ') ? ' (superseded)' : ''}`;
  });
  expect(listed).toEqual(lines);
});

it('whoever names a decision by its number names one that there is', () => {
  const files = globSync('{src,web/src,bench,scripts,test,docs}/**/*.{ts,tsx,md}', { cwd: root });
  const named = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/\bADRs? (\d{4})\b/g)].map(([, number = '']) => ({
      file,
      number,
    })),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ number }) => !decisions.has(number))).toEqual([]);
});

it('what is superseded is so by a decision that says the same', () => {
  const superseded = [...decisions].flatMap(([number, { text }]) =>
    [...text.matchAll(/^\*\*Superseded\*\* by \[(\d{4})\]/gm)].map(([, by = '']) => ({ number, by })),
  );
  expect(superseded.length).toBeGreaterThan(0);
  const alone = superseded.filter(({ number, by }) => decisions.get(by)?.text.includes(number) !== true);
  expect(alone).toEqual([]);
});
