import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CheckoutFormat, checkoutRecords } from './checkout.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkout-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
const read = (format: CheckoutFormat) => [...checkoutRecords(folder, format, 7)];

it('reads Docker’s servers and their tools, and nothing of images and secrets', () => {
  file(
    'servers/acme/server.yaml',
    'name: acme\nimage: mcp/acme\nabout:\n  title: Acme\n  description: Does things.\nsource:\n  project: https://github.com/acme/mcp\n  commit: abcdef0\nconfig:\n  secrets: [{ name: acme.key, env: KEY }]\nrun:\n  command: [sh, -c, evil]\n',
  );
  file('servers/acme/tools.json', '[{"name":"get_page","description":"d"},{"name":"get_page"},{"nothing":1}]');
  const records = read('docker');
  expect(records).toEqual([
    {
      name: 'docker/acme',
      title: 'Acme',
      summary: 'Does things.',
      repository: 'https://github.com/acme/mcp',
      subfolder: undefined,
      provenance: { source: 'docker', key: 'docker:acme', licence: 'MIT', commit: 'abcdef0', fetchedAt: 7 },
      tools: [{ name: 'get_page', definition: { name: 'get_page', description: 'd' } }],
    },
  ]);
});

it('reads both of ToolHive’s forms', () => {
  file(
    'registry/old/spec.yaml',
    'name: old\ndescription: Old.\nrepository_url: https://github.com/acme/old\ntools:\n  - one\n  - two\n',
  );
  file(
    'registry/new/server.json',
    JSON.stringify({
      name: 'io.acme/new',
      description: 'New.',
      repository: { url: 'https://github.com/acme/new' },
      _meta: { 'io.modelcontextprotocol.registry/publisher-provided': { 'io.acme': { image: { tools: ['three'] } } } },
    }),
  );
  expect(read('toolhive').map(({ name, tools }) => [name, tools?.map((tool) => tool.name)])).toEqual([
    ['io.acme/new', ['three']],
    ['toolhive/old', ['one', 'two']],
  ]);
});

it('reads Metorial’s servers and tools', () => {
  file(
    'catalog/acme/mcp/mcp/server.yaml',
    'identifier: acme/mcp/mcp\nrepo:\n  url: https://github.com/acme/mcp\nserver:\n  subdirectory: /\n  name: Acme\n',
  );
  file('catalog/acme/mcp/mcp/tools.yaml', 'tools:\n  - name: search\n    inputSchema: { type: object }\n');
  expect(read('metorial')).toMatchObject([
    {
      name: 'metorial/acme/mcp/mcp',
      title: 'Acme',
      tools: [{ name: 'search', definition: { inputSchema: { type: 'object' } } }],
    },
  ]);
});

it('follows no link, opens no bomb, and says when nothing is there', () => {
  file('servers/bad/server.yaml', 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\nname: bad\n');
  symlinkSync('/etc', join(folder, 'servers', 'link'));
  expect(() => read('docker')).toThrow(/no server in the format of docker/);
  expect(() => [...checkoutRecords(join(folder, 'none'), 'docker', 1)]).toThrow(/cannot be read/);
});
