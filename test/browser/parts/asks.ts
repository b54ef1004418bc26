import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { operations } from '../../../web/src/api/operations.generated.ts';
import { asked } from '../support/acts.table.ts';
import type { Stage } from '../support/stage.ts';
import { hasFocus, onStage, type Part, visit } from './part.ts';

/** An act that reaches far: where it is begun, and by which click. */
interface Case {
  readonly verb: string;
  readonly at: string;
  readonly begin: (page: Page) => Promise<void>;
}

const press =
  (name: string) =>
  (page: Page): Promise<void> =>
    page.getByRole('button', { name, exact: true }).first().click();

const choose = (menu: string, item: string) => async (page: Page) => {
  await page.getByRole('button', { name: menu, exact: true }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

/** A panel beside the builder; a second press would close it. */
const inPanel = (panel: string, name: string) => async (page: Page) => {
  const tab = page.getByRole('tab', { name: panel });
  await tab.waitFor();
  if ((await tab.getAttribute('aria-selected')) === 'false') await tab.click();
  await press(name)(page);
};

const cases: readonly Case[] = [
  { verb: 'kill.set', at: '/', begin: press('Stop everything…') },
  { verb: 'kill.set', at: '/grants', begin: choose('More about asked', 'Stop at once…') },
  { verb: 'kill.set', at: '/servers/asked', begin: choose('More', 'Stop at once…') },
  { verb: 'kill.lift', at: '/servers/asked', begin: press('Lift the stop: server asked') },
  { verb: 'grant.rotate', at: '/grants', begin: choose('More about asked', 'New token…') },
  { verb: 'grant.revoke', at: '/grants', begin: choose('More about asked', 'Revoke…') },
  { verb: 'policy.activate', at: '/policies/asked', begin: inPanel('Versions', 'Roll back to v1…') },
  { verb: 'policy.activate', at: '/policies/asked', begin: inPanel('Versions', 'Put v3 in force…') },
  { verb: 'policy.activate', at: '/policies/asked', begin: inPanel('On trial', 'Enforce version 2…') },
  { verb: 'policy.confirm', at: '/policies/asked-of-two', begin: inPanel('Versions', 'Agree…') },
  { verb: 'policy.save', at: '/policies/asked', begin: press('Put in force…') },
  { verb: 'policy.remove', at: '/policies/nobodys', begin: choose('More', 'Remove…') },
  { verb: 'server.remove', at: '/servers/asked', begin: choose('More', 'Take away…') },
  {
    verb: 'approver_group.set',
    at: '/settings/members',
    begin: async (page) => {
      await press('Edit asked')(page);
      await page.getByRole('checkbox', { checked: true }).uncheck();
    },
  },
  {
    verb: 'user.update',
    at: '/settings/members',
    begin: async (page) => {
      await page.getByLabel('Role of Asked').selectOption('viewer');
    },
  },
  { verb: 'user.update', at: '/settings/members', begin: choose('More about Asked', 'Disable…') },
  { verb: 'user.end_sessions', at: '/settings/members', begin: choose('More about Asked', 'End their sessions…') },
  { verb: 'user.remove', at: '/settings/members', begin: choose('More about Asked', 'Remove…') },
  { verb: 'invitation.revoke', at: '/settings/members', begin: press('Withdraw…') },
  { verb: 'api_key.revoke', at: '/settings/api-keys', begin: press('Revoke asked') },
  { verb: 'channel.remove', at: '/settings/notifications', begin: press('Remove asked') },
  {
    verb: 'message.remove',
    at: '/inbox',
    begin: async (page) => {
      await page.getByRole('row').filter({ hasText: 'asked about' }).first().click();
      await press('Remove this message…')(page);
    },
  },
];

/** What no page of the dashboard begins, and what another test begins: a member needs an authenticator for it. */
const elsewhere = [
  'policy.rollback',
  'policy.attach',
  'configuration.apply',
  'capture.remove',
  'capture.remove_rule',
  'retention.run',
  'user.remove_second_factor',
];

/** One of each that there is something to be asked about. */
async function set({ api, gateway, changing, context }: Stage): Promise<void> {
  const text = (more: object) => JSON.stringify({ version: '1', default: 'deny', ...more });
  const open = text({ default: 'allow' });
  const server = { url: changing.url, allowPrivate: true };
  for (const [method, path, body] of [
    ['POST', '/servers', { slug: 'asked', ...server }],
    ['POST', '/servers', { slug: 'asked-of-two', ...server }],
    ['PUT', '/policies/asked', { text: text({}), activate: true }],
    ['PUT', '/policies/asked', { text: open, activate: true, observe: true }],
    ['PUT', '/policies/asked', { text: text({ tools: { echo: {} } }) }],
    ['PUT', '/policies/asked-of-two', { text: text({}), activate: true }],
    ['PUT', '/policies/nobodys', { text: text({}) }],
    ['POST', '/grants', { label: 'asked', servers: { asked: 'asked', 'asked-of-two': 'asked-of-two' } }],
    ['PATCH', '/servers/asked-of-two', { twoPerson: true }],
    ['PUT', '/policies/asked-of-two', { text: open, activate: true }],
    ['POST', '/kills', { server: 'asked', reason: 'asked' }],
    ['POST', '/api-keys', { name: 'asked', role: 'viewer' }],
    ['POST', '/channels', { name: 'asked', kind: 'webhook', url: 'https://hooks.example.com/asked' }],
    ['POST', '/invitations', { email: 'invited@example.com', name: 'Invited', role: 'viewer' }],
  ] as const) {
    const answer = await api(method, path, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  }
  const { link } = (await api('POST', '/invitations', { email: 'a@example.com', name: 'Asked', role: 'approver' }))
    .body;
  await fetch(`${gateway.origin}/api/v1/invitations/accept`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ secret: String(link).split('#')[1], password: 'correct horse battery staple' }),
  });
  const { items } = (await api('GET', '/users')).body as { items: { id: string; name: string }[] };
  const members = items.filter(({ name }) => name === 'Asked').map(({ id }) => `user:${id}`);
  await api('PUT', '/approver-groups/asked', { members });
  const cookies = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  await fetch(`${gateway.origin}/catalog/contact`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Cookie: cookies, Origin: gateway.origin, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ about: '/catalog', from: '', text: 'asked about' }).toString(),
  });
}

/** What nobody takes back with a click, or what agents and other people feel at once, is asked about wherever it is begun. */
export const asks: Part = (stage) => {
  onStage(
    stage,
    'every act that reaches far asks first, with the key that leaves it under the hand, and gives the focus back',
    async (the) => {
      const { page } = the;
      const begun = new Set([...cases.map(({ verb }) => verb), ...elsewhere]);
      expect([...begun].toSorted()).toEqual(asked.map(({ verb }) => verb).toSorted());
      await set(the);
      const sent: string[] = [];
      page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
      for (const { verb, at, begin } of cases) {
        await visit(page, at);
        await begin(page);
        const question = page.getByRole('alertdialog');
        await question.waitFor();
        await page.keyboard.press('Escape');
        await question.waitFor({ state: 'detached' });
        await hasFocus(page);
        const methods = new Set(
          (operations.get(verb) ?? []).map(({ method, path }) => `${method} ${path.split('{')[0]}`),
        );
        const acts = sent.filter((line) => [...methods].some((act) => line.startsWith(act)));
        expect([verb, at, acts]).toEqual([verb, at, []]);
      }
      await the.api('DELETE', '/servers/asked?detach=true');
      await the.api('DELETE', '/servers/asked-of-two?detach=true');
    },
  );
};
