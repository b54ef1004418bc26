import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Puts a table into a page of the documentation, between `<!-- place:begin -->` and `<!-- place:end -->`.
 *
 * @param page its path below `docs/`
 * @throws Error when the page has no such place
 */
export function writeTable(page: string, place: string, table: string): void {
  const file = new URL(`../docs/${page}`, import.meta.url);
  const text = readFileSync(file, 'utf8');
  const marked = new RegExp(`(<!-- ${place}:begin -->\\n)[\\s\\S]*?(<!-- ${place}:end -->)`);
  if (!marked.test(text)) throw new Error(`docs/${page} lacks the markers of ${place}`);
  writeFileSync(
    file,
    text.replace(marked, (_, begin: string, end: string) => `${begin}\n${table}\n${end}`),
  );
}
