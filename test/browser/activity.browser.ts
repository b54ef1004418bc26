import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { legacyClient } from '../support/gateway/clients.ts';
import { servers } from '../support/gateway/servers.ts';
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
});
