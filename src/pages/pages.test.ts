import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileRecord, payloads } from '../../test/support/catalog/hostile-records.ts';
import { attacks, Catalog, openWithStarter } from '../catalog/index.ts';
import { pagesApp } from './app.ts';

let folder: string;
let app: ReturnType<typeof pagesApp>;
const origin = 'https://catalog.example';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  const writer = openWithStarter(folder);
  const importer = writer.importer();
  importer.add(hostileRecord());
  importer.finish();
  writer.close();
  app = pagesApp(Catalog.open(folder));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function get(path: string, accept = 'text/html'): Promise<{ status: number; text: string; headers: Headers }> {
  const response = await app.fetch(new Request(`http://x.invalid${path}`, { headers: { accept } }), {
    origin,
    version: '1',
    dashboard: true,
  });
  return { status: response.status, text: await response.text(), headers: response.headers };
}

describe('the page of tcp_connect on Allcanuse', () => {
  it('has every section, and a policy that does what is said', async () => {
    const { status, text } = await get('/catalog/ra1nyxin-allcanuse-mcp/tcp_connect');
    expect(status).toBe(200);
    const plain = text.replace(/<[^>]+>/g, '');
    for (const section of [
      'What tcp_connect does on Allcanuse',
      'Why tcp_connect needs a policy',
      'Evidence from the tool’s definition',
      'Attacks that abuse this kind of access',
      'How to control tcp_connect',
      'Register the server.',
      'Add the policy.',
      'Point the client at the gateway.',
      'Do it in the dashboard',
      'Questions',
      'What does tcp_connect do?',
      'How do I enforce a policy on tcp_connect?',
      'What risk level does tcp_connect have?',
      'Can I limit how often tcp_connect is called?',
      'How do I block tcp_connect?',
      'Which server provides tcp_connect?',
      'Enforce a policy on every Allcanuse tool call',
      'Related tools',
      'Get in touch',
      'about ten of the parameter lists are guesses',
      'High',
      'Execute',
    ]) {
      expect(plain).toContain(section);
    }
    expect(text).toContain('&quot;tcp_connect&quot;');
  });

  it('is JSON for who asks for JSON', async () => {
    const { text, headers } = await get('/catalog/ra1nyxin-allcanuse-mcp/tcp_connect', 'application/json');
    expect(headers.get('content-type')).toContain('application/json');
    expect(headers.get('vary')).toBe('accept');
    expect(JSON.parse(text)).toMatchObject({
      name: 'tcp_connect',
      category: 'execute',
      severity: 'high',
      recommended: expect.arrayContaining([expect.objectContaining({ strength: 'guarded' })]),
    });
    for (const path of ['/catalog/ra1nyxin-allcanuse-mcp', '/catalog/ra1nyxin-allcanuse-mcp/tcp_connect']) {
      const { recommended } = JSON.parse((await get(path, 'application/json')).text) as { recommended: object[] };
      expect(new Set(recommended.flatMap(Object.keys))).toEqual(new Set(['strength', 'title', 'sentence', 'document']));
    }
  });
});

it.each([
  '/catalog',
  '/catalog?q=tcp+conect',
  '/catalog?severity=critical&page=2',
  '/risk',
  '/risk/high',
  '/attacks',
  '/attacks/tool-poisoning',
  '/catalog/ra1nyxin-allcanuse-mcp',
])('makes %s, closed to everything from elsewhere', async (path) => {
  const { status, text, headers } = await get(path);
  expect(status).toBe(200);
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(text).not.toContain('<script');
  expect(text).not.toMatch(/\sstyle=|\son\w+=/);
  expect(text.match(/<h1/g)).toHaveLength(1);
});

it('answers 404 for what is not there, as a page and as JSON', async () => {
  expect(await get('/catalog/none')).toMatchObject({ status: 404, text: expect.stringContaining('Nothing is here') });
  expect(await get('/risk/awful')).toMatchObject({ status: 404 });
  expect(JSON.parse((await get('/catalog/none/none', 'application/json')).text)).toMatchObject({ code: 'not_found' });
});

it('shows what authors wrote as text, whatever it is', async () => {
  const catalog = Catalog.open(folder);
  const [slug = ''] = catalog.serversNamed(hostileRecord().name);
  const server = catalog.server(slug);
  expect(server?.list).toHaveLength(payloads.length + 1);
  const paths = [
    `/catalog/${slug}`,
    '/catalog?q=evil',
    ...(server?.list ?? []).map((tool) => `/catalog/${slug}/${tool.slug}`),
  ];
  for (const path of paths) {
    const { status, text } = await get(path);
    expect(status).toBe(200);
    expect(text.length).toBeLessThan(400_000);
    // Every tag is one of ours: what was put in is escaped.
    expect(text).not.toMatch(/<(script|img|svg|iframe|math|base|object|embed|style)\b/i);
    expect(text.match(/<meta http-equiv/i)).toBeNull();
    expect(text).not.toMatch(/href="(?!\/|https?:|#|data:,")/);
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0000]/);
  }
  catalog.close();
});

it('is a registry, with the risk of each server in its _meta', async () => {
  const page = JSON.parse((await get('/v0.1/servers?limit=2')).text);
  expect(page.servers).toHaveLength(2);
  expect(page.servers[0]._meta['io.toolgate/risk']).toMatchObject({ tools: 129, worst: 'critical' });
  const next = JSON.parse((await get(`/v0.1/servers?limit=2&cursor=${page.metadata.nextCursor}`)).text);
  expect(next.servers[0].server.name).not.toBe(page.servers[1].server.name);
  const one = JSON.parse((await get('/v0/servers/ra1nyxin-allcanuse-mcp/versions/latest')).text);
  expect(one.server).toMatchObject({ name: 'ra1nyxin/allcanuse-mcp', repository: { source: 'github' } });
  expect((await get('/v0/servers/none')).status).toBe(404);
  const found = JSON.parse((await get('/v0.1/servers?search=AWSLABS&limit=7')).text);
  expect(found.servers).toHaveLength(7);
  const more = JSON.parse((await get(`/v0.1/servers?search=AWSLABS&limit=7&cursor=${found.metadata.nextCursor}`)).text);
  for (const { server } of [...found.servers, ...more.servers]) expect(server.name).toContain('awslabs');
  expect(more.servers[0].server.name).not.toBe(found.servers[0].server.name);
  expect(JSON.parse((await get('/v0/servers?updated_since=2100-01-01T00:00:00Z')).text).servers).toEqual([]);
  for (const query of ['limit=x', 'limit=0', 'cursor=-1', 'updated_since=soon', 'version=1.0.0']) {
    expect((await get(`/v0.1/servers?${query}`)).status, query).toBe(400);
  }
});

it('has a sitemap, robots.txt and llms.txt', async () => {
  expect((await get('/sitemap.xml')).text).toContain(`<loc>${origin}/catalog/sitemap-0.xml</loc>`);
  const map = await get('/catalog/sitemap-0.xml');
  expect(map.headers.get('content-type')).toContain('xml');
  expect(map.text).toContain(`<loc>${origin}/catalog/ra1nyxin-allcanuse-mcp</loc>`);
  expect((await get('/robots.txt')).text).toContain(`Sitemap: ${origin}/sitemap.xml`);
  expect((await get('/llms.txt')).text).toContain('# Toolgate catalogue');
  expect((await get('/llms.txt')).text).toContain('- [GitLab (npm)](');
});

it('turns to the pages that there are', async () => {
  const links = async (path: string): Promise<string[]> =>
    [...(await get(path)).text.matchAll(/<a rel="(?:prev|next)" href="([^"]+)"/g)].map(([, to = '']) => to);
  expect(await links('/risk/low')).toEqual(['/risk/low?page=2']);
  expect(await links('/risk/low?page=2')).toEqual(['/risk/low?page=1', '/risk/low?page=3']);
  expect(await links('/risk/low?page=200')).toEqual(['/risk/low?page=199']);
  expect((await get('/catalog?q=tcp+conect')).text).not.toContain('aria-label="Pages"');
});

it('says where one is, and shows code as code', async () => {
  const { text } = await get('/attacks/tool-poisoning');
  expect(text).toContain('<a href="/attacks" aria-current="true">');
  expect((await get('/risk')).text).toContain('<a href="/risk" aria-current="page">');
  expect(text).toContain('<li>finding <code>instruction</code> in a definition</li>');
  for (const { slug } of attacks) {
    const [sentences] = (await get(`/attacks/${slug}`)).text.split('<section aria-labelledby="policy">');
    expect(sentences, slug).not.toContain('`');
  }
});
