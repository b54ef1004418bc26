import { readFileSync, writeFileSync } from 'node:fs';

const page = new URL('../docs/performance.md', import.meta.url);

/**
 * Puts a table into docs/performance.md.
 *
 * @param place the name in its markers
 * @throws Error when the page has no such place
 */
export function writeTable(place: string, table: string): void {
  const text = readFileSync(page, 'utf8');
  const marked = new RegExp(`(<!-- ${place}:begin -->\\n)[\\s\\S]*?(<!-- ${place}:end -->)`);
  if (!marked.test(text)) throw new Error(`docs/performance.md lacks the markers of ${place}`);
  writeFileSync(
    page,
    text.replace(marked, (_, begin: string, end: string) => `${begin}\n${table}\n${end}`),
  );
}
