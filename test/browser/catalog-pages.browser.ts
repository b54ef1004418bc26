import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { Catalog, openWithStarter } from '../../src/catalog/index.ts';
import { type FrontDoor, openFrontDoor } from '../../src/edge/index.ts';
import { anchoredClock } from '../../src/kernel/index.ts';
import { ContactBox, type ContactMessage, PagesThread, pageRoutes } from '../../src/pages/index.ts';
import { hostileRecord } from '../support/catalog/hostile-records.ts';
import { violations } from './support/axe.ts';

const executablePath = '/usr/bin/chromium';
const args = ['--no-sandbox', '--headless', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
const there = existsSync(executablePath);
const why = `there is no ${executablePath}`;

let folder: string;
let thread: PagesThread;
let door: FrontDoor;
let browser: Browser;
let origin: string;
let paths: string[];
let hostile: string[];
const messages: ContactMessage[] = [];

beforeAll(async () => {
  if (!there) return;
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
  const writer = openWithStarter(folder);
  const importer = writer.importer();
  importer.add(hostileRecord());
  importer.finish();
  const catalog = writer.reader();
  const [slug = ''] = catalog.serversNamed(hostileRecord().name);
  hostile = [
    `/catalog/${slug}`,
    '/catalog?q=evil',
    ...(catalog.server(slug)?.list ?? []).map((tool) => `/catalog/${slug}/${tool.slug}`),
  ];
  writer.close();
  Catalog.open(folder).close();
  thread = new PagesThread({ dataFolder: folder, version: '1' });
  const contact = new ContactBox(anchoredClock(), async (message) => void messages.push(message));
  door = await openFrontDoor({ host: '127.0.0.1', port: 0 }, pageRoutes({ thread, contact, origin: () => origin }));
  origin = `http://127.0.0.1:${door.address.port}`;
  paths = [
    '/catalog',
    '/catalog?q=tcp+conect',
    '/risk',
    '/risk/high',
    '/attacks',
    '/catalog/ra1nyxin-allcanuse-mcp',
    '/catalog/ra1nyxin-allcanuse-mcp/tcp_connect',
    '/catalog/none',
  ];
  browser = await chromium.launch({ executablePath, args });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await door?.close(1_000);
  await thread?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** A page that counts what must never happen. */
async function watched(context: BrowserContext): Promise<{ page: Page; executed: string[] }> {
  const executed: string[] = [];
  const page = await context.newPage();
  await page.exposeFunction('toolgateSaw', (what: string) => void executed.push(what));
  await page.addInitScript(() => {
    const saw = (what: string): void => void Reflect.get(globalThis, 'toolgateSaw')(what);
    Reflect.set(globalThis, 'alert', () => saw('alert'));
    Reflect.get(globalThis, 'addEventListener')(
      'securitypolicyviolation',
      (event: { violatedDirective: string; blockedURI: string }) =>
        saw(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  page.on('dialog', (dialog) => void dialog.dismiss());
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith('data:'))
      executed.push(`request: ${request.url()}`);
  });
  return { page, executed };
}

describe('hostile definitions', () => {
  it('are text in Chromium: nothing runs, nothing is blocked, nothing is asked of anybody', {
    timeout: 120_000,
  }, async ({ skip }) => {
    if (!there) return skip(why);
    const context = await browser.newContext();
    const { page, executed } = await watched(context);
    for (const path of hostile) {
      await page.goto(origin + path);
      expect(await page.title()).toContain('Toolgate catalogue');
      expect(
        await page
          .locator(
            'main script, main img, main svg, main iframe, main [onload], main [onerror], main [onclick], main [style]',
          )
          .count(),
      ).toBe(0);
      // Whatever could be hovered or focused by mistake is.
      await page.locator('main a').first().hover();
      for (const link of await page
        .locator('main a')
        .evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''))) {
        expect(link).toMatch(/^(\/|#|https?:\/\/)/);
      }
    }
    expect(executed).toEqual([]);
    await context.close();
  });
});

describe.each(['light', 'dark'] as const)('in the %s theme', (colorScheme) => {
  it.for([1440, 390])(
    'pages of %i pixels have no violation that axe knows, and do not scroll sideways',
    { timeout: 120_000 },
    async (width, { skip }: TestContext) => {
      if (!there) return skip(why);
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, bypassCSP: true });
      const page = await context.newPage();
      for (const path of [...paths, hostile[0] ?? '']) {
        await page.goto(origin + path);
        expect(await violations(page, colorScheme === 'light' ? 'all' : 'colours'), path).toEqual([]);
        const sideways = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = Reflect.get(globalThis, 'document').documentElement;
          return scrollWidth > clientWidth;
        });
        expect(sideways, path).toBe(false);
      }
      await context.close();
    },
  );
});

it('takes a message, without script, and no more than five from an address', { timeout: 60_000 }, async ({ skip }) => {
  if (!there) return skip(why);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (let sent = 0; sent < 6; sent++) {
    await page.goto(`${origin}/catalog/ra1nyxin-allcanuse-mcp/tcp_connect`);
    await page.fill('#text', 'The parameters of <b>this</b> tool are wrong.');
    await page.click('.contact button');
    await page.waitForURL(/sent=/);
    expect(new URL(page.url()).searchParams.get('sent')).toBe(sent < 5 ? 'sent' : 'refused');
  }
  expect(messages).toHaveLength(5);
  expect(messages[0]).toMatchObject({
    about: '/catalog/ra1nyxin-allcanuse-mcp/tcp_connect',
    text: 'The parameters of <b>this</b> tool are wrong.',
  });
  await context.close();
});
