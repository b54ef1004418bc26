import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { JsonObject } from '../../protocol/index.ts';
import { Catalog } from './catalog.ts';
import { CatalogWriter } from './catalog-writer.ts';
import type { Differences, ServerRecord, ToolRecord } from './record.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'catalog-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const tool = (name: string, rest: JsonObject = {}): ToolRecord => ({ name, definition: { name, ...rest } });

function server(
  name: string,
  tools: readonly ToolRecord[] | undefined,
  rest: Partial<ServerRecord> = {},
): ServerRecord {
  return { name, provenance: { source: 'docker', key: name, licence: 'MIT', fetchedAt: 1_000 }, tools, ...rest };
}

function take(...records: readonly ServerRecord[]): Differences {
  const writer = new CatalogWriter(folder);
  const importer = writer.importer();
  for (const record of records) importer.add(record);
  const differences = importer.finish();
  writer.close();
  return differences;
}

function find(text: string, facets = {}): { tools: string[]; servers: string[]; meant: readonly string[] } {
  const catalog = Catalog.open(folder);
  const { tools, servers, meant } = catalog.search({ text, facets, offset: 0, limit: 20 });
  catalog.close();
  return { tools: tools.map((one) => one.name), servers: servers.map((one) => one.name), meant };
}

it('finds by prefix, in any casing, in descriptions, and through typing errors', () => {
  take(
    server('acme/net', [
      tool('tcp_connect', { description: 'Opens a connection to a machine.' }),
      tool('listOpenPorts'),
      tool('搜索文件'),
    ]),
    server('acme/issues', [tool('create_issue'), tool('delete_issue'), tool('get_issue')]),
  );
  expect(find('tcp conn').tools).toEqual(['tcp_connect']);
  expect(find('TcpConnect').tools).toEqual(['tcp_connect']);
  expect(find('tcpconnect').tools).toEqual(['tcp_connect']);
  expect(find('ports').tools).toEqual(['listOpenPorts']);
  expect(find('machine').tools).toEqual(['tcp_connect']);
  expect(find('文件').tools).toEqual(['搜索文件']);
  expect(find('creat isseu')).toMatchObject({ tools: ['create_issue'], meant: ['creat', 'issue'] });
  expect(find('dlete issue').tools).toEqual(['delete_issue']);
  expect(find('acme').servers.sort()).toEqual(['acme/issues', 'acme/net']);
  expect(find('issue', { category: 'destructive' }).tools).toEqual(['delete_issue']);
  expect(find('', { severity: 'high' }).tools).toContain('delete_issue');
  expect(find('nothingofthekind').tools).toEqual([]);
});

it('without words and facets there is everything, page by page, as many as it says', () => {
  take(
    server(
      'a',
      ['one', 'two', 'three'].map((name) => tool(name)),
    ),
    server('b', [tool('four'), tool('five')]),
  );
  const catalog = Catalog.open(folder);
  const pages = [0, 2, 4, 6].map((offset) => catalog.search({ text: '', facets: {}, offset, limit: 2 }));
  catalog.close();
  expect(pages.map(({ total }) => total)).toEqual([5, 5, 5, 5]);
  expect(pages.map(({ tools }) => tools.length)).toEqual([2, 2, 1, 0]);
  const names = pages.flatMap(({ tools }) => tools.map(({ name }) => name));
  expect(names.sort()).toEqual(['five', 'four', 'one', 'three', 'two']);
});

it('takes any text for words, never for a query language', () => {
  take(server('a', [tool('get_page')]));
  for (const text of [
    '"',
    'name:get',
    'get*',
    '(get',
    'get AND',
    'NEAR(get page)',
    '^get',
    '-',
    '\u0000',
    '💥',
    "'; DROP TABLE tool; --",
  ]) {
    expect(() => find(text)).not.toThrow();
  }
});

it('says what changed, and keeps every definition', () => {
  const first = [tool('get_page'), tool('list_pages')];
  expect(take(server('a', first))).toEqual({
    servers: { added: 1, changed: 0, unchanged: 0 },
    tools: { added: 2, changed: 0, unchanged: 0, removed: 0 },
  });
  const later = { source: 'docker', key: 'a', licence: 'MIT', fetchedAt: 2_000 };
  expect(take(server('a', first, { provenance: later }))).toMatchObject({
    servers: { unchanged: 1 },
    tools: { unchanged: 2, added: 0 },
  });
  const inputSchema = { type: 'object', properties: { action: { enum: ['get', 'delete'] } } };
  const changed = [tool('get_page', { inputSchema })];
  expect(take(server('a', changed, { provenance: { ...later, fetchedAt: 3_000 } })).tools).toEqual({
    added: 0,
    changed: 1,
    unchanged: 0,
    removed: 1,
  });
  const catalog = Catalog.open(folder);
  expect(catalog.tool('a', 'get_page')).toMatchObject({
    category: 'destructive',
    history: [{ firstSeen: 3_000 }, { firstSeen: 1_000 }],
  });
  expect(catalog.tool('a', 'list_pages')).toMatchObject({ removedAt: 3_000 });
  expect(catalog.server('a')?.list.map(({ name }) => name)).toEqual(['get_page']);
  expect(catalog.server('a')?.changes).toMatchObject([{ tool: 'get_page', firstSeen: 3_000 }]);
  catalog.close();
  expect(find('list pages').tools).toEqual([]);
});

it('takes the same facts in its own words for no change', () => {
  const place = { repository: 'https://github.com/acme/crm.git/', status: 'active' as const };
  const listed = server('acme/crm', [tool('get_page')], { ...place, title: 'CRM', version: '1.0.0' });
  const registered = server('io.acme/crm', undefined, {
    ...place,
    summary: 'Customers.',
    version: '2.0.0',
    packages: [],
    provenance: { source: 'registry', key: 'io.acme/crm', licence: 'MIT', fetchedAt: 2_000 },
  });
  take(listed, registered);
  const own = (): ServerRecord[] => {
    const writer = new CatalogWriter(folder);
    const records = [...writer.records()];
    writer.close();
    return records;
  };
  const exported = own();
  expect(exported).toMatchObject([{ version: '1.0.0' }, { version: '2.0.0' }]);
  const unchanged = { added: 0, changed: 0, unchanged: 2 };
  expect(take(...exported)).toMatchObject({ servers: unchanged, tools: { changed: 0, unchanged: 1 } });
  expect(own()).toEqual(exported);
  expect(take(listed, registered)).toMatchObject({ servers: unchanged });
  // What is told otherwise is a change, and so is another licence; what another source outranks is told by nobody.
  expect(take({ ...listed, title: 'Our CRM' })).toMatchObject({ servers: { changed: 0 } });
  expect(take({ ...registered, title: 'The CRM' })).toMatchObject({ servers: { changed: 1 } });
  const relicensed = { ...registered.provenance, licence: 'Apache-2.0' };
  expect(take({ ...registered, provenance: relicensed })).toMatchObject({ servers: { changed: 1 } });
});

it('puts together what lies at one place, and nothing else', () => {
  const repository = 'https://github.com/Acme/Servers.git';
  const from = (source: string, key: string, fetchedAt = 1_000) => ({ source, key, fetchedAt });
  take(
    server('a', [tool('get_a')], { repository, subfolder: 'a', provenance: from('docker', 'a') }),
    server('b', [tool('get_b')], { repository, subfolder: 'b', provenance: from('docker', 'b') }),
    // The same place by another spelling, from another source.
    server('io.acme/a', undefined, {
      repository: 'git+https://github.com/acme/servers/tree/main/a',
      provenance: from('registry', 'io.acme/a'),
    }),
    // The same name without a place: somebody else, for all that is known.
    server('a', [tool('steal_a')], { provenance: from('metorial', 'a') }),
    // One source that has two servers at one place means two.
    server('c1', undefined, { repository: 'https://github.com/acme/c', provenance: from('docker', 'c1') }),
    server('c2', undefined, { repository: 'https://github.com/acme/c', provenance: from('docker', 'c2') }),
  );
  const catalog = Catalog.open(folder);
  const servers = catalog.servers({ after: 0, limit: 100 });
  expect(servers.map(({ name }) => name)).toEqual(['a', 'b', 'a', 'c1', 'c2']);
  expect(catalog.server(servers[0]?.slug ?? '')).toMatchObject({
    origins: [{ source: 'docker' }, { source: 'registry' }],
    list: [{ name: 'get_a' }],
  });
  catalog.close();
});

it('counts and lists what is there, and tells of what is gone to who asks what has changed', () => {
  take(server('acme/a', [tool('get_a')]), server('other/b', [tool('get_b')]));
  const later = { source: 'docker', key: 'acme/c', licence: 'MIT', fetchedAt: 9_000 };
  take(server('acme/c', undefined, { status: 'deleted', provenance: later }));
  const catalog = Catalog.open(folder);
  const names = (asked: object): string[] => catalog.servers({ after: 0, limit: 10, ...asked }).map(({ name }) => name);
  expect(catalog.size()).toEqual({ servers: 2, tools: 2, lastId: 2 });
  expect(names({})).toEqual(['acme/a', 'other/b']);
  expect(names({ named: 'ACME' })).toEqual(['acme/a']);
  expect(names({ named: '%' })).toEqual([]);
  expect(names({ since: 1_000 })).toEqual(['acme/a', 'other/b', 'acme/c']);
  expect(names({ since: 1_001 })).toEqual(['acme/c']);
  catalog.close();
});

it('lets the operator’s word win, over every import, until it is taken back', () => {
  take(server('a', [tool('run_shell'), tool('get_page')]));
  const writer = new CatalogWriter(folder);
  writer.override({
    server: 'a',
    tool: 'get_page',
    category: 'access',
    severity: 'critical',
    author: 'alice',
    reason: 'it returns tokens',
    at: 5,
  });
  writer.close();
  take(
    server('a', [tool('run_shell'), tool('get_page', { title: 'x' })], {
      provenance: { source: 'docker', key: 'a', fetchedAt: 2_000 },
    }),
  );
  expect(find('', { severity: 'critical' }).tools).toContain('get_page');
  const catalog = Catalog.open(folder);
  expect(catalog.tool('a', 'get_page')).toMatchObject({
    category: 'access',
    severity: 'critical',
    overridden: true,
    judged: { category: 'read' },
    override: { author: 'alice', reason: 'it returns tokens' },
  });
  catalog.close();
  const again = new CatalogWriter(folder);
  again.removeOverride('a', 'get_page');
  again.close();
  expect(find('', { category: 'access' }).tools).toEqual([]);
  expect(find('page', { category: 'read' }).tools).toEqual(['get_page']);
});

it('keeps what it was told of a tool against sources that count less', () => {
  const place = { repository: 'https://github.com/acme/a' };
  take(
    server('a', [tool('get_page', { description: 'From the server itself.' })], {
      ...place,
      provenance: { source: 'live', key: 'a', fetchedAt: 1 },
    }),
    server('a', [tool('get_page', { description: 'From a list.' })], {
      ...place,
      provenance: { source: 'metorial', key: 'a', fetchedAt: 2 },
    }),
  );
  const catalog = Catalog.open(folder);
  expect(catalog.tool('a', 'get_page')?.definition).toMatchObject({ description: 'From the server itself.' });
  expect(catalog.tool('a', 'get_page')?.history).toHaveLength(2);
  catalog.close();
});
