import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import type { ServerRecord } from '../store/record.ts';
import { type BundleItem, readBundle } from './read-bundle.ts';
import { bundleHeadLine, overrideLineOf, serverLineOf } from './write-bundle.ts';

async function read(...lines: readonly (string | object)[]): Promise<BundleItem[]> {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const items: BundleItem[] = [];
  for await (const item of readBundle(Readable.from([Buffer.from(text)]))) items.push(item);
  return items;
}

const head = { toolgate: 'catalog', version: 1 };
const provenance = { source: 'docker', key: 'a', licence: 'MIT', fetchedAt: 1 };
const server = { kind: 'server', name: 'a', provenance };

it('reads what it writes', async () => {
  const record: ServerRecord = {
    name: 'acme/a',
    title: 'A',
    packages: [{ registry: 'npm', name: 'a', version: '1.0.0' }],
    provenance: { ...provenance, source: 'npm' },
    tools: [
      { name: 'get_page', definition: { name: 'get_page', description: 'line\nbreak \u202e' }, hash: 'a'.repeat(64) },
    ],
  };
  const override = {
    server: 'acme/a',
    tool: 'get_page',
    category: 'access',
    severity: 'high',
    author: 'a',
    reason: 'b',
    at: 1,
  } as const;
  const text = bundleHeadLine(0) + serverLineOf(record) + overrideLineOf(override);
  expect(await read(...text.trimEnd().split('\n'))).toEqual([
    { kind: 'server', record },
    { kind: 'override', override },
  ]);
});

it.each([
  ['nothing', []],
  ['no head', [server]],
  ['a newer version', [{ ...head, version: 2 }]],
  ['no JSON', [head, 'x']],
  [
    'a key twice',
    [head, '{"kind":"server","name":"a","name":"b","provenance":{"source":"x","key":"a","fetchedAt":1}}'],
  ],
  ['a command', [head, { ...server, command: 'sh' }]],
  [
    'a command in a package',
    [head, { ...server, packages: [{ registry: 'npm', name: 'a', runtimeArguments: ['-c'] }] }],
  ],
  ['an environment', [head, { ...server, env: {} }]],
  ['a class', [head, { ...server, tools: [{ definition: { name: 'a' }, given: { category: 'read' } }] }]],
  ['a homepage that is a script', [head, { ...server, homepage: 'javascript:alert(1)' }]],
  ['an unknown kind', [head, { kind: 'process' }]],
  ['a tool without a name', [head, { ...server, tools: [{ definition: {} }] }]],
  ['no provenance', [head, { kind: 'server', name: 'a' }]],
])('refuses %s', async (_, lines) => {
  await expect(read(...lines)).rejects.toThrow(/^line \d+: /);
});

it('refuses a line that does not end', async () => {
  const endless = (async function* () {
    yield Buffer.from(`${JSON.stringify(head)}\n`);
    const megabytes = Buffer.alloc(1024 * 1024, 'x');
    for (let at = 0; at < 100; at++) yield megabytes;
  })();
  await expect(readBundle(endless).next()).rejects.toThrow('line 2: longer than');
});
