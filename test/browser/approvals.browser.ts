import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { legacyClient } from '../support/gateway/clients.ts';
import { servers } from '../support/gateway/servers.ts';
import { apiAs } from './support/api.ts';
import { violations } from './support/axe.ts';
import { browserPath, noBrowser } from './support/browser.ts';
import { goTo, type OpenDashboard, openDashboard } from './support/dashboard.ts';

describe('approvals', () => {
  let open: OpenDashboard | undefined;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'toolgate-browser-'));
    writeFileSync(join(folder, 'from.txt'), 'precious');
    if (browserPath === undefined) return;
    open = await openDashboard({
      servers: { files: servers.filesystem(folder) },
      policies: {
        files: {
          version: '1',
          default: 'deny',
          approval: { hold: '60s' },
          tools: {
            'list_*': {},
            move_file: { action: 'require_approval', reason: 'files are moved for good' },
            create_directory: { action: 'require_approval', approval: { approvers: { count: 2 } } },
            write_file: { action: 'require_approval', approval: { timeout: '4s' } },
          },
        },
      },
    });
  });
  afterAll(async () => {
    await open?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a call that is held goes on when somebody agrees in the browser, with exactly the arguments that were shown', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { page, gateway, complaints } = open;
    await goTo(page, 'Approvals');
    await page.getByText('Nothing waits for you').waitFor();
    const client = await legacyClient(gateway.url('files'), gateway.token());
    const args = { source: join(folder, 'from.txt'), destination: join(folder, 'to.txt') };
    const held = client.callTool({ name: 'move_file', arguments: args });
    try {
      // It is told on every page, to who sees it and to who hears it.
      await page.getByRole('link', { name: 'Approvals 1 waiting' }).waitFor();
      await page.getByRole('status').filter({ hasText: '1 call waits for a person' }).waitFor({ state: 'attached' });
      await expect.poll(() => page.title()).toBe('(1) Approvals · Toolgate');
      await page.getByRole('button', { name: /move_file/ }).click();
      await page.getByText('files are moved for good').first().waitFor();
      expect(JSON.parse((await page.getByLabel('Arguments', { exact: true }).textContent()) ?? '')).toEqual(args);
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Approve', exact: true }).click();
      expect((await held).isError).toBeFalsy();
      await page.getByRole('status').filter({ hasText: 'approved and used' }).waitFor();
    } finally {
      await client.close();
    }
    expect(complaints).toEqual([]);
  });

  test('a denial is made by keys, and the agent reads the reason', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { page, gateway } = open;
    const client = await legacyClient(gateway.url('files'), gateway.token());
    try {
      const held = client.callTool({ name: 'move_file', arguments: { source: '/a', destination: '/b' } });
      await goTo(page, 'Approvals');
      await page.getByRole('button', { name: /move_file/ }).click();
      await page.getByRole('radio', { name: 'Deny' }).waitFor();
      await page.keyboard.press('d');
      await page.getByLabel('Reason').fill('copy it instead');
      await page.getByRole('button', { name: 'Deny', exact: true }).press('Enter');
      const { isError, content } = (await held) as { isError?: boolean; content: { text: string }[] };
      expect([isError, content[0]?.text]).toEqual([true, expect.stringContaining('copy it instead')]);
      // The button is gone with the decision: what it came to has the focus, and says nothing of what was said.
      const ended = page.locator(':focus');
      await expect.poll(() => ended.textContent()).toContain('the agent was told');
      expect(await ended.textContent()).not.toContain('copy it instead');
    } finally {
      await client.close();
    }
  });

  test('who has agreed is told so, and offered what is left: not to agree once more, but to deny', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { page, gateway } = open;
    const client = await legacyClient(gateway.url('files'), gateway.token());
    try {
      const held = client.callTool({ name: 'create_directory', arguments: { path: join(folder, 'new') } });
      await goTo(page, 'Approvals');
      await page.getByRole('button', { name: /create_directory/ }).click();
      await page.getByText('2 approvers', { exact: true }).waitFor();
      await page.getByRole('radio', { name: /for a while/ }).check();
      await page.getByLabel('For so many minutes').fill('2000');
      await page.getByRole('button', { name: 'Approve', exact: true }).click();
      await page.getByText('A whole number from 1 to 1440').waitFor();
      // A letter is a key where nothing can be typed, as beside a choice that has the focus.
      await page.getByRole('radio', { name: /for a while/ }).focus();
      await page.keyboard.press('a');
      await page.getByRole('button', { name: 'Approve', exact: true }).click();
      await page.getByText('You agreed. The call waits for somebody else').waitFor();
      expect(await page.getByRole('radio', { name: /^Approve\b/ }).count()).toBe(0);
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Deny', exact: true }).click();
      expect((await held).isError).toBe(true);
    } finally {
      await client.close();
    }
  });

  test('a call whose time is up while somebody looks at it cannot be decided any more, and the page says how it ended', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { page, gateway } = open;
    const client = await legacyClient(gateway.url('files'), gateway.token());
    const asked = '**/api/v1/approvals/*';
    try {
      const held = client.callTool({ name: 'write_file', arguments: { path: join(folder, 'late'), content: '' } });
      await goTo(page, 'Approvals');
      await page.getByRole('button', { name: /write_file/ }).click();
      const approve = page.getByRole('button', { name: 'Approve', exact: true });
      await page.getByRole('radio', { name: 'Deny' }).check();
      await page.getByLabel('Reason').fill('write below drafts/ only');
      await page.getByRole('radio', { name: 'Approve this call' }).check();
      // What the page was told is all that it knows: the gateway says nothing more.
      await page.route(asked, (route) => route.abort());
      await page.getByText('Its time is up.').waitFor();
      expect(await approve.isDisabled()).toBe(true);
      expect(await violations(page)).toEqual([]);
      await page.unroute(asked);
      await page.getByText('Nobody answered in time').waitFor();
      expect(await approve.count()).toBe(0);
      // What somebody was about to say is not lost with the form.
      expect(await page.getByLabel('what you had typed', { exact: true }).textContent()).toContain(
        'write below drafts/ only',
      );
      expect((await held).isError).toBe(true);
    } finally {
      await page.unroute(asked);
      await client.close();
    }
  });

  test('whoever asked for it is told by the browser, on any page, of what begins to wait and of nothing else', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { gateway } = open;
    const first = await legacyClient(gateway.url('files'), gateway.token());
    const before = first.callTool({ name: 'move_file', arguments: { source: '/old', destination: '/b' } });
    await open.context.grantPermissions(['notifications']);
    const page = await open.context.newPage();
    const client = await legacyClient(gateway.url('files'), gateway.token());
    try {
      await page.addInitScript(
        'window.told = []; window.Notification = class { static permission = "granted"; constructor(title, { body }) { told.push(body); } }',
      );
      const api = await apiAs(gateway.origin);
      const waiting = async () => (await api('GET', '/approvals?state=pending')).body.items as { id: string }[];
      await expect.poll(waiting, { timeout: 30_000 }).toHaveLength(1);
      const asked = page.waitForResponse((answer) => answer.url().includes('/approvals?state=pending'));
      await page.goto(new URL('/settings', open.page.url()).href);
      await asked;
      const held = client.callTool({ name: 'create_directory', arguments: { path: join(folder, 'told') } });
      await expect.poll(() => page.evaluate('told'), { timeout: 30_000 }).toEqual(['agent → files: create_directory']);
      for (const { id } of await waiting()) await api('POST', `/approvals/${id}/deny`, {});
      expect(await Promise.all([before, held])).toMatchObject([{ isError: true }, { isError: true }]);
    } finally {
      await Promise.all([first.close(), client.close(), page.close()]);
    }
  });
});
