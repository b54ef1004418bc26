import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FrontDoor, openFrontDoor } from '../edge/index.ts';
import { dashboardRoutes } from './dashboard-routes.ts';
import { lostPage } from './lost-page.ts';

let folder: string;
let door: FrontDoor;
const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
  fetch(`http://127.0.0.1:${door.address.port}${path}`, { headers, method });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'toolgate-dashboard-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'pages.json'), '["/", "/servers/:server"]');
  writeFileSync(join(folder, 'manifest.json'), '{}');
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><script type="module" src="/assets/index-abc.js"></script>',
  );
  writeFileSync(join(folder, 'assets/index-abc.js'), 'console.log(1);'.repeat(100));
  writeFileSync(join(folder, 'assets/index-abc.js.map'), '{}');
  writeFileSync(join(folder, 'assets/face-abc.woff2'), 'wOF2');
  door = await openFrontDoor({ host: '127.0.0.1', port: 0, lost: lostPage }, dashboardRoutes(folder));
});
afterAll(async () => {
  await door.close(0);
  rmSync(folder, { recursive: true, force: true });
});

describe('where nothing is', () => {
  const nothing = { jsonrpc: '2.0', error: { data: { code: 'not_found' } }, id: null };

  test.each(['/severs', '/servers/', '/policies/a/b/c', '/assets/gone.js', '/mcp/netdiag/x?y=<script>'])(
    'a browser gets a page with a way back at %s, and nothing of what it asked for',
    async (path) => {
      const response = await get(path, { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('cache-control')).toBe('no-store');
      const text = await response.text();
      expect(text).toContain('<a href="/">');
      expect(text).not.toContain(path.slice(1));
    },
  );

  test.each([
    ['GET', 'application/json, text/event-stream'],
    ['GET', '*/*'],
    ['POST', 'text/html'],
    ['DELETE', 'text/html'],
  ])('%s with Accept: %s is answered as it ever was', async (method, accept) => {
    const response = await get('/severs', { Accept: accept }, method);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject(nothing);
  });

  test('a path that cannot be read is refused, whoever asks', async () => {
    const response = await get('/a%2fb', { Accept: 'text/html' });
    expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ jsonrpc: '2.0' })]);
  });

  test('it is counted like every refusal', async () => {
    const refusals: string[] = [];
    const counting = await openFrontDoor(
      { host: '127.0.0.1', port: 0, lost: lostPage, onRefusal: ({ code }) => void refusals.push(code) },
      dashboardRoutes(folder),
    );
    await fetch(`http://127.0.0.1:${counting.address.port}/severs`, { headers: { Accept: 'text/html' } });
    await counting.close(0);
    expect(refusals).toEqual(['not_found']);
  });
});

describe('pages', () => {
  test('each answers with the document, under a policy that lets nothing run but the build', async () => {
    for (const path of ['/', '/servers/netdiag', '/servers/netdiag?tab=tools']) {
      const response = await get(path);
      expect(await response.text()).toContain('index-abc.js');
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe-eval');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    }
  });

  test('one that a browser has is not sent again', async () => {
    const tag = (await get('/')).headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[\w-]{22}"$/);
    const again = await get('/', { 'if-none-match': tag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await get('/', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  test('nothing is at any other path', async () => {
    for (const path of ['/servers', '/servers/a/b', '/index.html', '/manifest.json', '/pages.json', '/assets/', '/a']) {
      expect((await get(path)).status, path).toBe(404);
    }
  });
});

describe('files of the build', () => {
  test('are kept for ever, and come small to who takes that', async () => {
    const small = await get('/assets/index-abc.js', { 'accept-encoding': 'gzip, br' });
    expect(small.headers.get('content-encoding')).toBe('br');
    expect(Number(small.headers.get('content-length'))).toBeLessThan(200);
    expect(small.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(small.headers.get('vary')).toBe('Accept-Encoding');
    expect(await small.text()).toContain('console.log(1);');
    const plain = await get('/assets/index-abc.js', { 'accept-encoding': 'identity' });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect((await get('/assets/face-abc.woff2')).headers.get('content-type')).toBe('font/woff2');
  });

  test('HEAD says what GET would, without it', async () => {
    const response = await get('/assets/index-abc.js', { 'accept-encoding': 'identity' }, 'HEAD');
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '1500', '']);
  });

  test('are those that browsers are given; sources stay', async () => {
    expect((await get('/assets/index-abc.js.map')).status).toBe(404);
  });
});

test('a checkout that was not built says what to do', async () => {
  const bare = await openFrontDoor({ host: '127.0.0.1', port: 0 }, dashboardRoutes(join(folder, 'none')));
  try {
    const response = await fetch(`http://127.0.0.1:${bare.address.port}/`);
    expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('npm run build')]);
  } finally {
    await bare.close(0);
  }
});
