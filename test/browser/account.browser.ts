import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { totpCode, totpStep } from '../../src/accounts/totp.ts';
import { servers } from '../support/gateway/servers.ts';
import { violations } from './support/axe.ts';
import { browserPath, noBrowser } from './support/browser.ts';
import { admin, goTo, type OpenDashboard, openDashboard } from './support/dashboard.ts';

/** RFC 4648, section 6: what an authenticator makes of the secret that it is shown. */
function fromBase32(text: string): Uint8Array {
  const bits = Array.from(text, (one) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(one).toString(2).padStart(5, '0'));
  return Uint8Array.from(bits.join('').match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

describe('one’s own account', () => {
  let dashboard: OpenDashboard | undefined;
  beforeAll(async () => {
    if (browserPath === undefined) return;
    dashboard = await openDashboard({ servers: { netdiag: servers.netdiag() }, policies: {}, grants: {} });
  });
  afterAll(async () => {
    await dashboard?.[Symbol.asyncDispose]();
  });

  test('a page that is opened beside one, and an address that is typed, find somebody signed in', async (context) => {
    if (dashboard === undefined) return context.skip(noBrowser);
    const { page, complaints } = dashboard;
    const at = (path: string): string => new URL(path, page.url()).href;
    await page.goto(at('/activity'));
    await page.getByRole('heading', { level: 1, name: 'Activity' }).waitFor();
    const beside = await dashboard.context.newPage();
    await beside.goto(at('/servers'));
    await beside.getByRole('heading', { level: 1, name: 'Servers' }).waitFor();
    // It was handed what it needs: the first page may go.
    await page.goto('about:blank');
    await beside.reload();
    await beside.getByRole('heading', { level: 1, name: 'Servers' }).waitFor();
    await page.goto(new URL('/policies', beside.url()).href);
    await page.getByRole('heading', { level: 1, name: 'Policies' }).waitFor();
    await beside.close();
    expect(complaints).toEqual([]);
  });

  test('a second factor is set up by a picture or by typing, and asked for from then on, and no page opens without it', async (context) => {
    if (dashboard === undefined) return context.skip(noBrowser);
    const { page, complaints } = dashboard;
    await goTo(page, 'Settings');
    await page.getByLabel('Password', { exact: true }).fill(admin.password);
    await page.getByRole('button', { name: 'Set it up' }).click();
    await page.getByRole('img', { name: 'The secret, for an authenticator’s camera' }).waitFor();
    expect(await violations(page)).toEqual([]);
    const secret = fromBase32(((await page.getByLabel('secret', { exact: true }).textContent()) ?? '').trim());
    const step = totpStep(Date.now());
    await page.getByLabel('Code', { exact: true }).fill(totpCode(secret, step));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('button', { name: 'Take it away' }).waitFor();

    await page.getByRole('button', { name: admin.email.slice(0, 2) }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    const beside = await dashboard.context.newPage();
    await beside.goto(new URL('/servers', page.url()).href);
    await beside.waitForURL('**/sign-in?*');
    await beside.close();
    await page.getByLabel('E-mail address').fill(admin.email);
    await page.getByLabel('Password').fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    // A code is taken once; the next one may be early.
    await page.getByLabel('Code of your second factor').fill(totpCode(secret, step + 1));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a new API key works for as long as was chosen', async (context) => {
    if (dashboard === undefined) return context.skip(noBrowser);
    const { page } = dashboard;
    await goTo(page, 'Settings');
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByRole('button', { name: 'New key' }).first().click();
    await page.getByLabel('Name').fill('pipeline');
    await page.getByLabel('Works for').selectOption('30 days');
    await page.getByRole('button', { name: 'Create' }).click();
    const key = ((await page.getByLabel('API key', { exact: true }).textContent()) ?? '').trim();
    const answer = await fetch(new URL('/api/v1/servers', page.url()), { headers: { Authorization: `Bearer ${key}` } });
    expect(answer.status).toBe(200);
    await page.getByRole('button', { name: 'I have it' }).click();
    await page.getByText(/^in (30|29)d$/).waitFor();
  });
});
