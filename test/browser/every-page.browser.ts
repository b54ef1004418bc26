import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servers } from '../support/gateway/servers.ts';
import { violations } from './support/axe.ts';
import { browserPath, noBrowser } from './support/browser.ts';
import { goTo, type OpenDashboard, openDashboard } from './support/dashboard.ts';

const pages = ['Overview', 'Servers', 'Policies', 'Grants', 'Approvals', 'Activity', 'Settings'];

describe('every page', () => {
  let open: OpenDashboard | undefined;
  beforeAll(async () => {
    if (browserPath === undefined) return;
    open = await openDashboard({
      servers: { netdiag: servers.netdiag(), hostile: servers.hostile() },
      policies: { netdiag: { version: '1', default: 'deny', tools: { tcp_connect: {} } } },
      grants: { 'alice-laptop': { netdiag: 'netdiag' } },
    });
  });
  afterAll(async () => {
    await open?.[Symbol.asyncDispose]();
  });

  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1440, 360]) {
      test(`has nothing that axe finds wrong, and nothing wider than the screen: ${scheme}, ${width} px`, async (context) => {
        if (open === undefined) return context.skip(noBrowser);
        const { page } = open;
        await page.emulateMedia({ colorScheme: scheme });
        const found: string[] = [];
        for (const name of pages) {
          await page.setViewportSize({ width: 1440, height: 900 });
          await goTo(page, name);
          await page.setViewportSize({ width, height: 800 });
          await page.waitForLoadState('networkidle');
          found.push(...(await violations(page)).map((line) => `${name}: ${line}`));
          const wide = Number(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth'));
          if (wide > 0) found.push(`${name}: ${wide} px wider than the screen`);
        }
        expect(found).toEqual([]);
      });
    }
  }

  test('what a server says is text: no mark-up of it runs, and none is made of it', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { page, complaints } = open;
    await page.setViewportSize({ width: 1440, height: 900 });
    await goTo(page, 'Servers');
    await page.getByRole('link', { name: 'hostile' }).first().click();
    await page.getByRole('heading', { name: 'Tools' }).waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.evaluate(`document.querySelectorAll('main script, main iframe, main img').length`)).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('the palette goes anywhere by a few letters, and “g” with a letter goes there at once', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { page } = open;
    await goTo(page, 'Overview');
    await page.keyboard.press('Control+k');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.type('grnts');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Grants' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByRole('heading', { level: 1, name: 'Servers' }).waitFor();
  });

  test('a reload asks for no password, and another tab does', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { page, context: browser, gateway } = open;
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Servers' }).waitFor();
    const other = await browser.newPage();
    await other.goto(`${gateway.origin}/servers`);
    await other.waitForURL('**/sign-in?next=*');
    expect(
      await other.evaluate('JSON.stringify([...Object.values(localStorage), ...Object.values(sessionStorage)])'),
    ).not.toContain('tgs_');
    await other.close();
  });

  test('a session that has ended is begun anew above the page, and what was typed is still there', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { page, context: browser } = open;
    await goTo(page, 'Grants');
    await page.getByRole('button', { name: 'New grant' }).first().click();
    await page.getByLabel('Label').fill('half-typed');
    await browser.clearCookies();
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
    await page.getByLabel('Password').fill('correct horse battery staple');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Your session has ended' }).waitFor({ state: 'detached' });
    expect(await page.getByLabel('Label').inputValue()).toBe('half-typed');
  });
});
