/** What the build has made of the catalogue that ships, and what a new data folder gets of it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CatalogWriter } from '../../src/catalog/index.ts';
import { giveMade, madeCatalog, openWithStarter } from '../../src/catalog/starter/open-with-starter.ts';

const root = new URL('../../', import.meta.url);
const made = new URL(`${madeCatalog}catalog.db`, root);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'made-catalog-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Tables = Map<string, unknown[]>;

function tablesOf(file: string): Tables {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const names = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
      .all()
      .map(({ name }) => String(name));
    const rows = (name: string): unknown[] => {
      const all = database.prepare(`SELECT * FROM "${name}"`);
      all.setReadBigInts(true);
      return all.all();
    };
    return new Map(names.map((name) => [name, rows(name)]));
  } finally {
    database.close();
  }
}

it('is what an import makes', { timeout: 60_000 }, () => {
  const imported = join(folder, 'imported');
  openWithStarter(imported).close();
  // A copy: whoever reads a database leaves files beside it, and the build's would be packed with them.
  const copy = join(folder, 'copy');
  giveMade(made, copy);
  const [shipped, own] = [copy, imported].map((each) => tablesOf(join(each, 'catalog.db'))) as [Tables, Tables];
  expect(shipped.get('tool')?.length).toBeGreaterThan(2_500);
  expect([...shipped.keys()]).toEqual([...own.keys()]);
  for (const [name, rows] of own) expect(shipped.get(name), name).toEqual(rows);
});

it('is what a new data folder has, with nothing to import', () => {
  const data = join(folder, 'new', 'data');
  const args = [fileURLToPath(new URL('bin/toolgate.js', root)), 'catalog', 'search', 'tcp_connect', '--data', data];
  expect(execFileSync(process.execPath, args, { encoding: 'utf8' })).toContain('tcp_connect');
  expect(readdirSync(data).filter((name) => !/^catalog\.db(-shm|-wal)?$/.test(name))).toEqual([]);
  expect(statSync(join(data, 'catalog.db')).mode & 0o777).toBe(0o600);
  // Byte for byte: no transaction has written to it.
  expect(readFileSync(join(data, 'catalog.db')).equals(readFileSync(made))).toBe(true);
});

it('never takes the place of a catalogue that is there', () => {
  const data = join(folder, 'other');
  const writer = new CatalogWriter(data);
  writer.override({ server: 'a/b', tool: 't', category: 'read', severity: 'low', author: 'x', reason: 'y', at: 1 });
  writer.close();
  giveMade(made, data);
  expect(tablesOf(join(data, 'catalog.db')).get('override')).toHaveLength(1);
  expect(readdirSync(data).filter((name) => name.endsWith('.new'))).toEqual([]);
});

it('is made by an import where the build has none', () => {
  const data = join(folder, 'none');
  giveMade(pathToFileURL(join(folder, 'nothing.db')), data);
  expect(existsSync(join(data, 'catalog.db'))).toBe(false);
});
