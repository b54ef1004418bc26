import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servers } from '../support/gateway/servers.ts';
import { violations } from './support/axe.ts';
import { browserPath, noBrowser } from './support/browser.ts';
import { goTo, type OpenDashboard, openDashboard } from './support/dashboard.ts';

/** What stands in the JSON pane. */
const jsonIn = async (editor: Locator) => JSON.parse((await editor.textContent()) ?? '');

/** Chooses what is done about a tool; rows that come meanwhile may move the one that is meant from under the pointer. */
const choose = (row: Locator, name: string) => {
  const radio = row.getByRole('radio', { name });
  const chosen = async (): Promise<boolean> => {
    if (!(await radio.isChecked())) await radio.click({ force: true });
    return radio.isChecked();
  };
  return expect.poll(chosen, { timeout: 20_000 }).toBe(true);
};

const seed = {
  version: '1',
  default: 'deny',
  tools: { tcp_connect: { limits: [{ counter: 'tcp_connect_rate', window: 'minute', max: 10, scope: 'grant' }] } },
};

describe('the policy builder', () => {
  let open: OpenDashboard | undefined;
  beforeAll(async () => {
    if (browserPath !== undefined)
      open = await openDashboard({ servers: { netdiag: servers.netdiag() }, policies: {}, grants: {} });
  });
  afterAll(async () => {
    await open?.[Symbol.asyncDispose]();
  });

  test('the example of the documentation, by clicking: the JSON is equal, and it is what is saved and in force', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { page, complaints } = open;
    await goTo(page, 'Policies');
    await page.getByRole('button', { name: 'New policy' }).first().click();
    await page.getByLabel('Name').fill('netdiag');
    await page.getByRole('button', { name: 'Begin' }).click();
    const row = page.locator('[data-tool="tcp_connect"]');
    await choose(row, 'Limit');
    expect(await jsonIn(page.locator('.cm-content'))).toEqual(seed);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Put in force' }).click();
    await page.getByRole('menuitem', { name: 'Enforce now' }).click();
    await page.getByText(/^In force: version \d+/).waitFor();
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByText('in force', { exact: true }).first().waitFor();
    expect(complaints).toEqual([]);
  });

  test('both panes are one document: what is typed is shown, what is clicked is written, one step back undoes either', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { page } = open;
    await page.getByRole('tab', { name: 'JSON' }).click();
    const editor = page.locator('.cm-content');
    await editor.waitFor();
    const before = await jsonIn(editor);
    const row = page.locator('[data-tool="ping_host"]');
    await choose(row, 'Deny');
    expect((await jsonIn(editor)).tools.ping_host).toEqual({ action: 'deny' });
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await jsonIn(editor)).toEqual(before);
    await editor.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(
      '{ "version": "1", "default": "allow", "tools": { "ping_host": { "action": "hide" } } }',
    );
    await expect.poll(() => row.getByRole('radio', { name: 'Hide' }).isChecked()).toBe(true);
    await page.keyboard.insertText(' oops');
    await page.getByRole('alert').filter({ hasText: 'The builder waits' }).waitFor();
  });
});
