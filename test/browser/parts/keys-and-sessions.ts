import type { Page, Route } from 'playwright-core';
import { expect } from 'vitest';
import { violations } from '../support/axe.ts';
import { goTo } from '../support/dashboard.ts';
import { onStage, type Part, visit } from './part.ts';

/** The place of the row that has the focus; its list is redrawn all the time. */
const focusedRow = (page: Page): Promise<string | null> => page.locator(':focus').getAttribute('aria-rowindex');

/** The palette and the keys, and what becomes of a session that ends. */
export const keysAndSessions: Part = (stage) => {
  onStage(
    stage,
    'the palette goes anywhere by a few letters, and “g” with a letter goes there at once',
    async ({ page }) => {
      await goTo(page, 'Overview');
      await page.keyboard.press('Control+k');
      expect(await violations(page)).toEqual([]);
      await page.keyboard.type('grnts');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Grants' }).waitFor();
      await page.keyboard.press('g');
      await page.keyboard.press('s');
      await page.getByRole('heading', { level: 1, name: 'Servers' }).waitFor();
    },
  );

  onStage(stage, 'the palette is opened from a row of a list, and closed on it', async ({ page }) => {
    await goTo(page, 'Grants');
    const row = page.locator('[data-row]').nth(1);
    await row.focus();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => focusedRow(page)).toBe('3');
    await goTo(page, 'Servers');
  });

  onStage(stage, 'Enter opens a row beside its list, and Escape goes back to it', async ({ page }) => {
    for (const path of ['/grants', '/activity', '/servers/mean']) {
      await visit(page, path);
      const row = page.locator('[data-row]').first();
      await row.press('Enter');
      await page.getByRole('dialog').getByLabel('Details').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await expect.poll(() => focusedRow(page)).toBe('2');
    }
  });

  onStage(stage, 'a link that is gone with its page leaves its user at the next one', async ({ page }) => {
    await goTo(page, 'Servers');
    await page.locator('[data-row]').first().press('Enter');
    await page.getByRole('heading', { level: 2, name: 'Tools' }).waitFor();
    await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('content');
    await goTo(page, 'Servers');
  });

  onStage(
    stage,
    'neither a reload nor a page beside it asks for a password, and no store has the token',
    async ({ page, context: browser, gateway }) => {
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'Servers' }).waitFor();
      const beside = await browser.newPage();
      try {
        await beside.goto(`${gateway.origin}/servers`);
        await beside.getByRole('heading', { level: 1, name: 'Servers' }).waitFor();
        const stores = 'JSON.stringify([...Object.values(localStorage), ...Object.values(sessionStorage)])';
        expect(await Promise.all([page, beside].map((each) => each.evaluate(stores)))).toEqual(
          [page, beside].map(() => expect.not.stringContaining('tgs_')),
        );
      } finally {
        // A page behind another one is slowed down.
        await beside.close();
        await page.bringToFront();
      }
    },
  );

  onStage(stage, 'what a page asks while nobody is at it is no use of the session', async ({ page }) => {
    await goTo(page, 'Overview');
    const asked = (unattended: string | undefined) =>
      page.waitForRequest(
        (request) => request.url().includes('/api/v1/') && request.headers()['toolgate-unattended'] === unattended,
      );
    await page.evaluate('window.now = Date.now; Date.now = () => window.now() + 120_000');
    await asked('yes');
    await page.mouse.move(200, 200);
    await page.mouse.move(210, 210);
    await asked(undefined);
    await page.evaluate('Date.now = window.now; delete window.now');
  });

  onStage(
    stage,
    'a session that has ended is begun anew above the page, and what was typed is still there',
    async ({ page, context: browser }) => {
      await goTo(page, 'Grants');
      await page.getByRole('button', { name: 'New grant' }).first().click();
      await page.getByLabel('Label').fill('half-typed');
      await page.getByRole('checkbox', { name: 'files' }).check();
      // What the page asks by itself would find it out before the button does.
      const asked: Route[] = [];
      await page.route('**/api/v1/**', async (route) => {
        if (route.request().method() === 'GET') asked.push(route);
        else await route.continue();
      });
      await browser.clearCookies();
      await page.getByRole('button', { name: 'Create' }).click();
      await page.getByRole('heading', { name: 'Your session has ended' }).waitFor();
      await page.unroute('**/api/v1/**');
      for (const route of asked) await route.abort();
      await page.getByLabel('Password').fill('correct horse battery staple');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Your session has ended' }).waitFor({ state: 'detached' });
      expect(await page.getByLabel('Label').inputValue()).toBe('half-typed');
    },
  );
};
