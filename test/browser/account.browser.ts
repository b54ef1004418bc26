import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { totpCode, totpStep } from '../../src/accounts/totp.ts';
import { servers } from '../support/gateway/servers.ts';
import { violations } from './support/axe.ts';
import { browserPath, noBrowser } from './support/browser.ts';
import { admin, goTo, type OpenDashboard, openDashboard, openPage } from './support/dashboard.ts';

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
    const [recovery = ''] = ((await page.getByLabel('recovery codes', { exact: true }).textContent()) ?? '').split(
      '\n',
    );
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

    // What takes it away asks for it once more.
    await goTo(page, 'Settings');
    const takeAway = async (typed: string): Promise<void> => {
      await page.getByLabel('Password, to take it away').fill(admin.password);
      await page.getByLabel('Code, to take it away').fill(typed);
      await page.getByRole('button', { name: 'Take it away' }).click();
    };
    await takeAway(totpCode(secret, step + 1));
    await page.getByRole('alert').waitFor();
    expect(await violations(page)).toEqual([]);
    await takeAway(recovery);
    await page.getByText('The second factor is gone.').waitFor();
    await page.getByRole('button', { name: 'Set it up' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('a link for a new password leads on to the second factor; a lost factor is taken away, a recovery code works once', async (context) => {
    if (dashboard === undefined) return context.skip(noBrowser);
    const { page: admins, gateway, complaints } = dashboard;
    const theirs = await openPage(admins.context().browser() as Browser);
    const { page } = theirs;
    const at = (path: string): string => new URL(path, gateway.origin).href;
    const own = { email: 'grace@example.com', name: 'Grace' };
    const signIn = async (password: string): Promise<void> => {
      await page.getByLabel('E-mail address').fill(own.email);
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    const copied = async (of: Page, label: string): Promise<string> =>
      ((await of.getByLabel(label, { exact: true }).textContent()) ?? '').trim();
    const more = async (name: string): Promise<void> => {
      await admins.getByRole('button', { name: 'More about Grace' }).click();
      await admins.getByRole('menuitem', { name }).click();
    };
    await admins.goto(at('/settings/members'));
    await admins.getByRole('button', { name: 'Invite' }).click();
    await admins.getByLabel('E-mail address').fill(own.email);
    await admins.getByLabel('Name').fill(own.name);
    await admins.getByLabel('Role', { exact: true }).selectOption('admin');
    await admins.getByRole('dialog').getByRole('button', { name: 'Invite' }).click();
    await page.goto(await copied(admins, 'invitation'));
    await admins.getByRole('button', { name: 'Done' }).click();
    await page.getByLabel('Password').fill('a first password of hers');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.goto(at('/settings'));
    await page.getByLabel('Password', { exact: true }).fill('a first password of hers');
    await page.getByRole('button', { name: 'Set it up' }).click();
    const secret = fromBase32(await copied(page, 'secret'));
    await page.getByLabel('Code', { exact: true }).fill(totpCode(secret, totpStep(Date.now())));
    await page.getByRole('button', { name: 'Confirm' }).click();
    const [recovery = ''] = (await copied(page, 'recovery codes')).split('\n');
    await page.getByRole('button', { name: 'I have kept them' }).click();

    await page.goto(at('/settings/api-keys'));
    await page.getByRole('button', { name: 'New key' }).first().click();
    await page.getByLabel('Name').fill('made with the old password');
    await page.getByRole('button', { name: 'Create' }).click();
    const key = await copied(page, 'API key');
    const opens = async (): Promise<number> =>
      (await fetch(at('/api/v1/servers'), { headers: { Authorization: `Bearer ${key}` } })).status;
    expect(await opens()).toBe(200);

    // The link is used up by the password; what is still asked for is asked where one signs in.
    await more('Link for a new password');
    await admins.getByText('API keys that they made stay').waitFor();
    await page.goto(await copied(admins, 'link for a new password'));
    await admins.getByRole('button', { name: 'Done' }).click();
    await page.getByText('made with the old password').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('checkbox', { name: /^End them/ }).check();
    await page.getByLabel('Password', { exact: true }).fill('a second password of hers');
    await page.getByRole('button', { name: 'Set it' }).click();
    await page.getByText('Your password is set. Your second factor is still asked for.').waitFor();
    expect(await opens()).toBe(401);
    await signIn('a second password of hers');
    await page.getByLabel('Code of your second factor').fill(recovery);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();

    await page.getByRole('button', { name: /Grace/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    await signIn('a second password of hers');
    await page.getByLabel('Code of your second factor').fill(recovery);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('alert').waitFor();

    await more('Remove their second factor…');
    await admins.getByRole('button', { name: 'Remove it' }).click();
    await admins.getByText('Grace signs in by the password alone now.').waitFor();
    await page.goto(at('/sign-in'));
    await signIn('a second password of hers');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect([...complaints, ...theirs.complaints]).toEqual([]);
    await theirs.context.close();
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
