import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { openPage } from '../support/dashboard.ts';
import type { Stage } from '../support/stage.ts';
import { onStage, type Part, visit } from './part.ts';

const password = 'correct horse battery staple';
const everywhere = ['Overview', 'Servers', 'Policies', 'Grants', 'Approvals', 'Activity', 'Catalogue'];

/** What each role finds in the navigation, and whether it is offered what changes things. */
const roles = [
  { role: 'policy_manager', places: [...everywhere, 'Settings'], writes: true, grants: false, decides: false },
  { role: 'approver', places: [...everywhere, 'Settings'], writes: false, grants: false, decides: true },
  { role: 'auditor', places: [...everywhere, 'Inbox', 'Settings'], writes: false, grants: false, decides: false },
  { role: 'viewer', places: [...everywhere, 'Settings'], writes: false, grants: false, decides: false },
] as const;

/** Something in every part of the builder. */
const shared = {
  version: '1',
  default: 'deny',
  hide: ['raw_*'],
  approval: { hold: '30s' },
  audit: { arguments: 'paths', paths: ['args.host'] },
  server_requests: { sampling: 'allow' },
  tools: {
    tcp_connect: {
      require: [{ conditions: [{ path: 'args.port', op: 'in', value: [80, 443] }], on_deny: 'only the web' }],
      limits: [{ counter: 'tcp_connect_rate', window: 'minute', max: 10, scope: 'grant' }],
    },
  },
};

/** What only chooses what is looked at. */
const filters = ['Filter tools', 'Severity', 'Class'];

/** Whatever takes input in the builder and is not switched off. */
const enabled = (page: Page) =>
  page
    .getByRole('group', { name: 'Builder' })
    .locator('input:enabled, select:enabled, textarea:enabled')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));

/** Somebody is invited, and signs in by their link in a browser of their own. */
async function enter({ api, gateway, page }: Stage, role: string) {
  await api('PUT', '/policies/shared', { text: JSON.stringify(shared) });
  const { body } = await api('POST', '/invitations', { email: `${role}@example.com`, name: role, role });
  const browser = page.context().browser() as Browser;
  const theirs = await openPage(browser);
  await theirs.page.goto(String(body.link).replace(/^https?:\/\/[^/]+/, gateway.origin));
  await theirs.page.getByLabel('Password').fill(password);
  await theirs.page.getByRole('button').filter({ hasText: /\w/ }).last().click();
  await theirs.page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  return theirs;
}

/** Roles see what they may do; what they may not is explained, and refused by the API in any case. */
export const eachRole: Part = (stage) => {
  for (const { role, places, writes, grants, decides } of roles) {
    onStage(stage, `${role}: finds what the role may see, is offered what it may do, and told why not`, async (the) => {
      const { page, context, complaints } = await enter(the, role);
      const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
      expect(await links.allInnerTexts()).toEqual(places);
      await visit(page, '/policies');
      expect(await page.getByRole('button', { name: 'New policy' }).count()).toBe(writes ? 1 : 0);
      await visit(page, '/policies/shared?server=netdiag');
      const why = page.getByText('Your role may read policies, and not change them');
      if (writes) await page.getByRole('button', { name: 'Save draft' }).waitFor();
      else await why.waitFor();
      expect(await why.count()).toBe(writes ? 0 : 1);
      await page.locator('[data-tool="tcp_connect"]').getByRole('button').first().click();
      await page.getByText('only the web').or(page.locator('[value="only the web"]')).first().waitFor();
      if (writes) expect((await enabled(page)).length).toBeGreaterThan(20);
      else expect(await enabled(page)).toEqual(filters);
      await visit(page, '/grants?new=1');
      expect(await page.getByRole('button', { name: 'New grant' }).count()).toBe(grants ? 1 : 0);
      await visit(page, '/approvals');
      const first = page.getByRole('button', { name: /echo/ }).first();
      if ((await first.count()) > 0) {
        await first.click();
        await page.getByLabel('Arguments', { exact: true }).or(page.getByText('expired').first()).first().waitFor();
        if (!decides) expect(await page.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0);
      }
      await visit(page, '/servers/new');
      await page.getByText('Your role sees servers and registers none: an admin can.').waitFor();
      await visit(page, '/welcome');
      await page.getByText(/^It takes a policy and a token, and your role makes/).waitFor();
      if (role !== 'auditor') {
        // An address that somebody sent: the page says what is wanting, and is no blank.
        await visit(page, '/settings/members');
        await page.getByRole('alert').filter({ hasText: 'which the roles admin and auditor have' }).first().waitFor();
        expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
      }
      expect(complaints).toEqual([]);
      await context.close();
    });
  }
};
