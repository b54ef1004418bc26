import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { legacyClient } from '../support/gateway/clients.ts';
import { servers } from '../support/gateway/servers.ts';
import { apiAs } from './support/api.ts';
import { violations } from './support/axe.ts';
import { browserPath, noBrowser } from './support/browser.ts';
import { goTo, type OpenDashboard, openDashboard } from './support/dashboard.ts';

describe('activity', () => {
  let open: OpenDashboard | undefined;
  beforeAll(async () => {
    if (browserPath === undefined) return;
    const netdiag = { version: '1', default: 'deny', tools: { ping_host: { action: 'deny', reason: 'not today' } } };
    open = await openDashboard({ servers: { netdiag: servers.netdiag() }, policies: { netdiag } });
  });
  afterAll(async () => {
    await open?.[Symbol.asyncDispose]();
  });

  test('a denied call appears while one looks on, and its story says which rule it was and that nothing went out', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { page, gateway, complaints } = open;
    await goTo(page, 'Activity');
    await page.getByText('No call yet').waitFor();
    await page.getByText('live', { exact: true }).waitFor();
    const client = await legacyClient(gateway.url('netdiag'), gateway.token());
    try {
      await client.callTool({ name: 'ping_host', arguments: { host: '127.0.0.1' } });
    } finally {
      await client.close();
    }
    const row = page.getByRole('row').filter({ hasText: 'ping_host' });
    await row.getByText('Denied', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    // A laptop has room for the filters and what is beside them in one line.
    await page.setViewportSize({ width: 1280, height: 860 });
    const [first, last] = [page.getByLabel('Tool, prompt or resource'), page.getByRole('button', { name: 'Export' })];
    expect((await last.boundingBox())?.y).toBeCloseTo((await first.boundingBox())?.y ?? 0, -1);
    await page.setViewportSize({ width: 1440, height: 900 });
    for (const [name, begins] of [
      ['JSON lines', '{"writer":'],
      ['CSV, safe in a spreadsheet', 'writer,'],
    ] as const) {
      const saved = page.waitForEvent('download');
      await last.click();
      await page.getByRole('menuitem', { name }).click();
      expect((await text(await (await saved).createReadStream())).slice(0, begins.length)).toBe(begins);
    }
    await row.click();
    await page.getByText('not one byte went to the server').waitFor();
    await page.getByText('/tools/ping_host/action').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    // Filters are the address: it can be sent to somebody.
    await page.getByLabel('Outcome').selectOption('allow');
    await page.waitForURL('**/activity?outcome=allow');
    await page.getByText('No call is like that').waitFor();
    expect(complaints).toEqual([]);
  });

  test('what happened while it was paused is there when it goes on', async (context) => {
    if (open === undefined) return context.skip(noBrowser);
    const { page, gateway } = open;
    await page.getByLabel('Outcome').selectOption('');
    const rows = page.getByRole('row').filter({ hasText: 'ping_host' });
    await rows.waitFor();
    await page.getByText('live', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused', { exact: true }).waitFor();
    const client = await legacyClient(gateway.url('netdiag'), gateway.token());
    try {
      await client.callTool({ name: 'ping_host', arguments: { host: '127.0.0.2' } });
    } finally {
      await client.close();
    }
    const api = await apiAs(gateway.origin);
    await expect.poll(async () => (await api('GET', '/calls')).body.items, { timeout: 30_000 }).toHaveLength(2);
    expect(await rows.count()).toBe(1);
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect.poll(() => rows.count(), { timeout: 30_000 }).toBe(2);
    // An address of a call that is gone says so.
    await page.goto(new URL('/activity?call=99999999', page.url()).href);
    await page.getByRole('alert').filter({ hasText: 'There is no such record' }).waitFor();
  });
});
