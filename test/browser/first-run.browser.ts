import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { legacyClient } from '../support/gateway/clients.ts';
import { servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { violations } from './support/axe.ts';
import { browserPath, noBrowser, openBrowser } from './support/browser.ts';
import { admin, openPage, setupLink } from './support/dashboard.ts';

describe('the first run', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startGateway({ servers: { netdiag: servers.netdiag() }, policies: {}, grants: {} });
  });
  afterAll(async () => {
    await gateway?.stop();
  });

  test('from the printed link to the first governed call, in at most twelve actions and two typed fields', async (context) => {
    if (browserPath === undefined) return context.skip(noBrowser);
    const browser = await openBrowser(browserPath);
    try {
      const { page, complaints } = await openPage(browser);
      let actions = 0;
      const act = async (work: Promise<unknown>): Promise<void> => {
        actions++;
        await work;
      };
      await act(page.goto(await setupLink(gateway)));
      expect(await violations(page)).toEqual([]);
      await act(page.getByLabel('E-mail address').fill(admin.email));
      await act(page.getByLabel('Password').fill(admin.password));
      await act(page.getByRole('button', { name: 'Create the account' }).click());
      await page.waitForURL('**/welcome');
      // The secret of the link is in no address any more.
      expect(page.url()).not.toContain('#');
      await page.getByText('tcp_connect', { exact: true }).waitFor();
      await act(page.getByRole('button', { name: 'Put it in force' }).click());
      await act(page.getByRole('button', { name: 'Create the token' }).click());
      await page.getByRole('heading', { name: 'Waiting for the first call' }).waitFor();
      expect(await violations(page)).toEqual([]);

      const token = ((await page.getByLabel('token', { exact: true }).textContent()) ?? '').trim();
      const client = await legacyClient(gateway.url('netdiag'), token);
      await client.callTool({ name: 'dns_lookup', arguments: { name: 'localhost' } }).catch(() => undefined);
      await client.close();

      await page.getByRole('heading', { name: 'The first call came through' }).waitFor();
      expect(actions).toBeLessThanOrEqual(12);
      expect(complaints).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
