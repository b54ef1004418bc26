import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageFile } from '../../kernel/index.ts';
import { classifierVersion } from '../classify/classify.ts';
import { Catalog } from '../store/catalog.ts';
import { CatalogWriter } from '../store/catalog-writer.ts';
import { readParameters, writeParameters } from './parameters.ts';
import { starterRecords, takeStarter } from './starter.ts';
import { starterLine } from './starter-line.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalog-'));
  const writer = new CatalogWriter(folder);
  expect(takeStarter(writer)).toBe(true);
  expect(takeStarter(writer)).toBe(false);
  writer.close();
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('has at least 150 servers and 2,500 tools, each with where it comes from and under which licence', () => {
  const records = starterRecords();
  expect(records.length).toBeGreaterThanOrEqual(150);
  expect(records.reduce((sum, { tools }) => sum + (tools?.length ?? 0), 0)).toBeGreaterThanOrEqual(2_500);
  for (const { provenance, summary } of records) {
    expect(provenance.licence).toMatch(/^[A-Za-z0-9.\- /()]+$/);
    expect(summary).toMatch(/^[^\n]{10,160}\.$/);
  }
  const catalog = Catalog.open(folder);
  const { servers, tools } = catalog.size();
  expect(servers).toBeGreaterThanOrEqual(150);
  expect(tools).toBeGreaterThanOrEqual(2_500);
  // What the page promises is what somebody finds who opens it: a server of which two sources tell is one.
  const promised = `${servers} servers with ${tools.toLocaleString('en')} tools ship with Toolgate`;
  expect(readFileSync(packageFile('docs/catalog.md'), 'utf8')).toContain(promised);
  catalog.close();
});

it('has the classes of the classifier that ships: scripts/starter/reclass.ts makes them anew', () => {
  const lines = readFileSync(packageFile('data/starter/servers.jsonl'), 'utf8').trimEnd().split('\n');
  const versions = new Set(lines.map((line) => starterLine.parse(JSON.parse(line)).classes));
  expect([...versions]).toEqual([classifierVersion]);
});

it('keeps facts alone: no description of anybody is in it', () => {
  const text = readFileSync(packageFile('data/starter/servers.jsonl'), 'utf8');
  expect(text).not.toMatch(/"(description|annotations|default|examples)":/);
  for (const { tools } of starterRecords()) {
    for (const { definition } of tools ?? []) {
      expect(Object.keys(definition).filter((key) => key !== 'name' && key !== 'inputSchema')).toEqual([]);
    }
  }
});

it('has all of Allcanuse, with tcp_connect as execute and high, for its name and its host and port', () => {
  const catalog = Catalog.open(folder);
  const server = catalog.server('ra1nyxin-allcanuse-mcp');
  expect(server?.list).toHaveLength(129);
  expect(server?.note).toContain('guesses');
  const tool = catalog.tool('ra1nyxin-allcanuse-mcp', 'tcp_connect');
  expect(tool).toMatchObject({ category: 'execute', severity: 'high', unclassified: false });
  expect(tool?.judged.evidence).toEqual([
    expect.objectContaining({ field: 'name', words: expect.arrayContaining(['connect', 'tcp']), says: 'execute' }),
    expect.objectContaining({ field: 'inputSchema', words: expect.arrayContaining(['host', 'port']), says: 'execute' }),
  ]);
  catalog.close();
});

it('shows a tool in the spelling of the package itself, and once', () => {
  const catalog = Catalog.open(folder);
  const names = catalog.server('toolhive-tavily-mcp')?.list.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['tavily_crawl', 'tavily_search']));
  expect(names?.filter((name) => name.includes('-'))).toEqual([]);
  catalog.close();
});

it('reads the parameters that it writes', () => {
  const schema = {
    type: 'object',
    properties: {
      host: { type: 'string' },
      port: { type: ['integer', 'null'] },
      mode: { enum: ['on', 'off'] },
      rest: {},
    },
    required: ['host'],
  };
  const line = writeParameters({ ...schema, description: 'words of somebody' });
  expect(line).toBe('host:string! port:integer mode:{on|off} rest:any');
  expect(writeParameters(readParameters(line ?? ''))).toBe(line);
  expect(writeParameters(undefined)).toBeUndefined();
  expect(writeParameters({ type: 'object' })).toBe('');
  expect(() => readParameters('__proto__:string')).toThrow();
  expect(() => readParameters('a:function')).toThrow();
});
