import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const built = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const notBuilt = 'the dashboard was not built: npm run build';

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly isEntry?: boolean;
}

/** The scripts that a first visit loads: the entry, and what it imports at once. */
function firstScripts(): readonly string[] {
  const manifest = new Map(
    Object.entries(JSON.parse(readFileSync(`${built}manifest.json`, 'utf8')) as Record<string, Chunk>),
  );
  const files = new Set<string>();
  const follow = (chunk: Chunk | undefined): void => {
    if (chunk === undefined || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const name of chunk.imports ?? []) follow(manifest.get(name));
  };
  follow([...manifest.values()].find(({ isEntry }) => isEntry));
  return [...files].map((file) => readFileSync(built + file, 'utf8'));
}

test('a first visit loads at most 200 KB of script, and no editor', (context) => {
  if (!existsSync(`${built}manifest.json`)) return context.skip(notBuilt);
  const scripts = firstScripts();
  const bytes = scripts.reduce((sum, script) => sum + gzipSync(script, { level: 9 }).byteLength, 0);
  expect(scripts.length).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(200 * 1024);
  expect(scripts.some((script) => script.includes('cm-content'))).toBe(false);
});

test('the page names scripts and styles of this origin, and none stands in it', (context) => {
  if (!existsSync(`${built}index.html`)) return context.skip(notBuilt);
  const page = readFileSync(`${built}index.html`, 'utf8');
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(page).not.toMatch(/<style|\bon\w+=/);
});
