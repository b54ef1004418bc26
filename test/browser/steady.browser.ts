import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servers } from '../support/gateway/servers.ts';
import { browserPath, noBrowser } from './support/browser.ts';
import { goTo, type OpenDashboard, openDashboard } from './support/dashboard.ts';

/** What most people have, and Playwright takes away: a scroll bar that needs room. */
const barWidth = 'window.innerWidth - document.documentElement.clientWidth';

describe('in a browser with scroll bars', () => {
  let open: OpenDashboard | undefined;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'toolgate-steady-'));
    if (browserPath === undefined) return;
    open = await openDashboard({ servers: { files: servers.filesystem(folder) }, policies: {}, grants: {} }, true);
  });
  afterAll(async () => {
    await open?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a menu, a dialog and a drawer move nothing of the page that they open above', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { page } = open;
    await page.setViewportSize({ width: 1280, height: 500 });
    await goTo(page, 'Servers');
    await page.getByRole('link', { name: 'files' }).first().click();
    // By no role: what is behind a dialog has none.
    const tools = page.locator('[role=table][aria-label=Tools]');
    await tools.getByText('write_file').waitFor();
    expect(await page.evaluate(barWidth)).toBeGreaterThan(0);
    const place = async () => [await tools.boundingBox(), await page.locator('h1').boundingBox()];
    const before = await place();
    const close = async (what: 'menu' | 'dialog' | 'alertdialog'): Promise<void> => {
      await page.getByRole(what).waitFor();
      expect([what, await place()]).toEqual([what, before]);
      await page.keyboard.press('Escape');
      await page.getByRole(what).waitFor({ state: 'detached' });
    };
    const more = page.getByRole('button', { name: 'More', exact: true });
    await more.click();
    await close('menu');
    await more.click();
    await page.getByRole('menuitem', { name: 'Stop at once…' }).click();
    await close('alertdialog');
    await page.keyboard.press('Control+k');
    await close('dialog');
    await page.evaluate('window.scrollTo(0, 0)');
    await page.locator('[data-row]').first().press('Enter');
    await close('dialog');
  });
});
