import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servers } from '../support/gateway/servers.ts';
import { startChangingServer } from '../support/upstreams/changing-server.ts';
import { apiAs } from './support/api.ts';
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
    await page.getByRole('alertdialog').getByRole('button', { name: 'Put in force' }).click();
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

  test('of a server that lists hundreds of tools and one of hundreds of arguments, what is looked at is drawn', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { gateway } = open;
    // What was typed in the page of the tests before is not left.
    const page = await open.context.newPage();
    const many = Array.from({ length: 400 }, (_, index) => `argument_${index}`);
    const properties = Object.fromEntries(many.map((name) => [name, { type: 'string', enum: many }]).slice(0, 20));
    const rest = Object.fromEntries(many.slice(20).map((name) => [name, { type: 'string' }]));
    const wide = { type: 'object', properties: { ...properties, ...rest }, required: many };
    const tools = Array.from({ length: 300 }, (_, index) => ({
      name: `tool_${index}`,
      inputSchema: { type: 'object' },
    }));
    const server = await startChangingServer([{ name: 'wide', inputSchema: wide }, ...tools]);
    try {
      const api = await apiAs(gateway.origin);
      await api('POST', '/servers', { slug: 'endless', url: server.url, allowPrivate: true });
      await api('PUT', '/policies/endless', { text: '{ "version": "1", "default": "deny" }' });
      await page.goto(`${gateway.origin}/policies/endless?server=endless`);
      const rows = page.locator('[data-tool]');
      await page.getByText('201 more are not shown').waitFor();
      expect(await rows.count()).toBe(100);
      await page.getByRole('button', { name: 'Show 100 more' }).click();
      await expect.poll(() => rows.count()).toBe(200);
      // Filters look through all of them, and what is set is set for all that they leave.
      await page.getByLabel('Filter tools').fill('tool_29');
      await expect.poll(() => rows.count()).toBe(11);
      await page.getByLabel('Filter tools').fill('');
      await page.getByLabel('Set all shown or chosen tools to').selectOption('limit');
      const row = page.locator('[data-tool="wide"]');
      await row.locator('button[aria-expanded]').first().click();
      await row.getByRole('button', { name: 'List the arguments, and admit no others' }).click();
      await row.getByRole('button', { name: 'Show 170 more' }).waitFor();
      expect(await page.locator('option').count()).toBeLessThan(4_000);
      expect(await page.locator('*').count()).toBeLessThan(15_000);
      await page.getByRole('tab', { name: 'Try a call' }).click();
      const example = JSON.parse(await page.getByLabel('Arguments', { exact: true }).last().inputValue());
      expect(Object.keys(example)).toEqual(many.slice(0, 30));
      await page.getByRole('button', { name: 'Save draft' }).click();
      await page.getByText(/^Saved as a draft/).waitFor();
      const { text } = (await api('GET', '/policies/endless?version=2')).body;
      expect(Object.keys(JSON.parse(String(text)).tools)).toHaveLength(301);
    } finally {
      await page.close();
      await server.close();
    }
  });
});
