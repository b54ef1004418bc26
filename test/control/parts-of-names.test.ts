/** What is looked for by a part of its name is found by it on every database, whoever declares it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DeclaredConfig } from '../../src/control/services.ts';
import { openTestControl, type TestControl } from '../support/control.ts';

const policy = '{"version":"1","default":"deny"}';
const declared = {
  servers: new Map([
    [
      'from-file',
      {
        slug: 'from-file',
        transport: 'http',
        url: 'http://a.example/',
        headers: new Map(),
        timeouts: { connectMs: 1, firstByteMs: 1, idleMs: 1 },
        caps: { bytes: 1024, response: 1024, depth: 4, nodes: 100 },
        allowPrivate: false,
        pinned: true,
        trusted: false,
      },
    ],
  ]),
  policies: new Map([['File_Policy', { name: 'File_Policy' }]]),
  grants: [{ label: 'File_Runner', servers: new Map([['from-file', 'File_Policy']]), tags: new Map(), tokenHash: '' }],
} as unknown as DeclaredConfig;

let plane: TestControl;
beforeAll(async () => {
  plane = await openTestControl({ declared: () => declared });
  for (const name of ['Read_only', 'readXonly'])
    await plane.ask('PUT', `/policies/${name}`, { body: { text: policy } });
  for (const [slug, name] of [
    ['git-hub', 'Git_Hub 100%'],
    ['other', 'Été'],
  ]) {
    await plane.ask('POST', '/servers', { body: { slug, name, url: 'https://a.example/mcp' } });
  }
  for (const label of ['Ci_runner', 'ciXrunner']) {
    await plane.ask('POST', '/grants', { body: { label, servers: { other: 'Read_only' } } });
  }
});
afterAll(() => plane.close());

it.each([
  ['/grants', 'ci_r', ['Ci_runner']],
  ['/grants', 'CI', ['Ci_runner', 'ciXrunner']],
  ['/grants', 'e_r', ['File_Runner']],
  ['/grants', '%', []],
  ['/grants', '\\', []],
  ['/policies', 'd_o', ['Read_only']],
  ['/policies', 'READ', ['Read_only', 'readXonly']],
  ['/policies', 'file_', ['File_Policy']],
  ['/policies', '_', ['File_Policy', 'Read_only']],
  ['/servers', 't_h', ['git-hub']],
  ['/servers', '0%', ['git-hub']],
  ['/servers', 'T-H', ['git-hub']],
  ['/servers', 'Été', ['other']],
  ['/servers', 'ÉT', ['other']],
  ['/servers', 'FROM-', ['from-file']],
])('%s?q=%s', async (path, q, names) => {
  const { body } = await plane.ask('GET', `${path}?q=${encodeURIComponent(q)}`);
  const { items } = body as { items: { label?: string; name?: string; slug?: string }[] };
  expect(items.map(({ label, slug, name }) => label ?? slug ?? name ?? '').toSorted()).toEqual(names);
});

it('an export names a variable of its own for each secret', async () => {
  const bearer = (value: string) => ({ Authorization: value, 'x-a': value, x_a: value });
  for (const slug of ['a-b', 'a']) {
    const headers = slug === 'a' ? { 'b-authorization': 'of a', ...bearer('a') } : bearer('of a-b');
    await plane.ask('POST', '/servers', { body: { slug, url: 'https://a.example/mcp?key=1', headers } });
  }
  const { body } = await plane.ask('GET', '/configuration');
  const { servers } = body as { servers: Record<string, { url: string; headers: Record<string, string> }> };
  const named = Object.values(servers).flatMap(
    ({ url, headers }) => [url, ...Object.values(headers)].join(' ').match(/\$\{env:\w+\}/g) ?? [],
  );
  expect(named).toHaveLength(9);
  expect(new Set(named).size).toBe(named.length);
  expect(named).toContain('${env:TOOLGATE_A_B_AUTHORIZATION}');
});
