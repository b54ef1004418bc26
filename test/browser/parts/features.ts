import { join } from 'node:path';
import { expect } from 'vitest';
import { legacyClient } from '../../support/gateway/clients.ts';
import { violations } from '../support/axe.ts';
import { onStage, type Part, visit } from './part.ts';

/** What the pages are for, each by its shortest way. */
export const features: Part = (stage) => {
  onStage(
    stage,
    'a recommended policy of the catalogue opens in the builder, in the strength that was chosen',
    async ({ page, api }) => {
      await visit(page, '/explore');
      // Whoever has not looked for anything yet sees what there is.
      await page.getByRole('table', { name: 'Tools' }).getByRole('row').nth(10).waitFor();
      // Whoever goes on while the search still rests is not called back to it, however long the next page takes to come.
      const next = /server-of-catalog-page/;
      await page.route(next, async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 600));
        await route.continue();
      });
      const link = page.getByRole('list', { name: 'Servers' }).getByRole('link', { name: /tavily/i });
      await page.getByLabel('Search the catalogue').fill('tavily');
      await link.first().waitFor();
      await page.getByLabel('Search the catalogue').fill('tavily ');
      await link.first().click();
      await page.getByRole('heading', { name: 'A policy for all of them' }).waitFor();
      await page.unroute(next);
      await page.getByText('command: [npx, -y,').waitFor();
      await page.getByRole('radio', { name: 'Reads only' }).click({ force: true });
      await page.getByLabel('Name of the policy').fill('from-catalogue');
      await page.getByRole('button', { name: 'Open it in the builder' }).click();
      await page.getByRole('heading', { level: 1, name: 'from-catalogue' }).waitFor();
      expect((await api('GET', '/policies/from-catalogue?version=1')).body).toMatchObject({
        activeVersion: null,
        note: 'recommended: strict',
      });
    },
  );

  onStage(
    stage,
    'a policy in YAML is built visually once both texts were seen, and what JSON has no place for is named',
    async ({ page, api }) => {
      const yaml =
        '# nothing else\nversion: "1"\ndefault: deny\ntools:\n  read_*: {} # the safe ones\n  move_file: {}\n';
      await api('PUT', '/policies/in-yaml', { text: yaml, format: 'yaml', activate: true });
      await visit(page, '/policies/in-yaml?server=files');
      const deny = page.locator('[data-tool="move_file"]').getByRole('radio', { name: 'Deny' });
      await deny.waitFor();
      expect(await deny.isDisabled()).toBe(true);
      await page.getByRole('button', { name: 'Edit it as JSON' }).click();
      const left = page.getByRole('region', { name: 'YAML' }).getByRole('deletion');
      expect(await left.allTextContents()).toEqual(['left out: # nothing else', 'left out: # the safe ones']);
      await page.getByRole('button', { name: 'Go on as JSON' }).click();
      await deny.click({ force: true });
      await page.getByRole('button', { name: 'Save draft' }).click();
      await page.getByText('Saved as a draft: version 2.').first().waitFor();
      const version = async (n: number) => (await api('GET', `/policies/in-yaml?version=${n}`)).body;
      expect(await version(1)).toMatchObject({ format: 'yaml', text: yaml, activeVersion: 1 });
      const { text, format } = await version(2);
      expect([format, JSON.parse(String(text))]).toEqual([
        'json',
        { version: '1', default: 'deny', tools: { 'read_*': {}, move_file: { action: 'deny' } } },
      ]);
    },
  );

  onStage(
    stage,
    'a grant of the file says what it may call, when it was used, and how a client uses it',
    async (the) => {
      const { page, gateway, api } = the;
      const client = await legacyClient(gateway.url('files'), gateway.token());
      await client.listTools();
      await client.close();
      await visit(page, '/grants');
      await page.getByRole('row').getByText('alice-laptop').click();
      const drawer = page.getByRole('dialog');
      await drawer.getByText('in the configuration file').waitFor();
      await drawer
        .getByText(/TOOLGATE_TOKEN/)
        .first()
        .waitFor();
      expect(await drawer.getByRole('alert').count()).toBe(0);
      await page.keyboard.press('Escape');
      const used = async () => (await api('GET', '/grants?q=alice-laptop')).body.items;
      await expect.poll(used, { timeout: 90_000 }).toMatchObject([{ lastUsedAt: expect.any(Number) }]);
    },
  );
  onStage(stage, 'what a grant opens and from where is changed, and a policy is made of what it did', async (the) => {
    const { page, gateway, api, folder, complaints } = the;
    const all = JSON.stringify({ version: '1', default: 'allow' });
    for (const name of ['wide', 'other']) await api('PUT', `/policies/${name}`, { text: all, activate: true });
    const { body } = await api('POST', '/grants', { label: 'team/bob', servers: { files: 'wide' } });
    const client = await legacyClient(gateway.url('files'), String(body.token));
    await client.callTool({ name: 'read_text_file', arguments: { path: join(folder, 'from.txt') } });
    await visit(page, '/grants');
    await page.getByRole('row').getByText('team/bob').click();
    const drawer = page.getByRole('dialog').filter({ hasText: 'What it may call' });
    await drawer.getByRole('button', { name: 'Change…' }).click();
    const change = page.getByRole('dialog', { name: 'Change team/bob' });
    await change.getByRole('checkbox', { name: 'netdiag' }).check();
    await change.getByLabel('Policy on netdiag').selectOption('other');
    await change.getByText('From where, and tags').click();
    await change.getByLabel('Addresses that it may be used from').fill('999.0.0.1');
    await change.getByLabel('Tags').fill('team=build');
    expect(await violations(page)).toEqual([]);
    await change.getByRole('button', { name: 'Save' }).click();
    // What the gateway does not take is said, and all that was written is still there.
    await change.getByRole('alert').waitFor();
    await change.getByLabel('Addresses that it may be used from').fill('127.0.0.1');
    await change.getByRole('button', { name: 'Save' }).click();
    await drawer.getByText('netdiag under other').waitFor();
    const { items } = (await api('GET', '/grants?q=team/bob')).body as { items?: object[] };
    const terms = { servers: { files: 'wide', netdiag: 'other' }, addresses: ['127.0.0.1'], tags: { team: 'build' } };
    expect(items).toMatchObject([terms]);

    await drawer.getByRole('button', { name: 'A policy from its calls…' }).click();
    const suggest = page.getByRole('dialog', { name: 'What team/bob needs' });
    await suggest.getByLabel('Server').selectOption('files');
    await suggest.getByRole('button', { name: 'Read its calls' }).click();
    await suggest.getByText(/^Made from 1 call/).waitFor();
    expect(await violations(page)).toEqual([]);
    await suggest.getByRole('button', { name: 'Open it in the builder' }).click();
    await page.getByRole('heading', { level: 1, name: 'files-team-bob' }).waitFor();
    const allowed = page.locator('[data-tool="read_text_file"]').getByRole('radio', { name: 'Custom', checked: true });
    await allowed.waitFor();
    expect(complaints).toEqual([]);
    await client.close();
  });
  onStage(
    stage,
    'a definition that changed is quarantined, looked at and approved',
    async ({ page, changing, gateway, api }) => {
      const client = await legacyClient(gateway.url('mean'), gateway.token());
      // What a server lists first is approved as it is; whatever comes later waits for somebody.
      await client.listTools();
      changing.tools = [
        ...changing.tools,
        { name: 'fresh', description: 'Says good morning.', inputSchema: { type: 'object' } },
      ];
      changing.announce();
      const listed = async () => (await api('GET', '/definitions?server=mean&tool=fresh&state=waiting')).body.items;
      await expect
        .poll(
          async () => {
            await client.listTools();
            return listed();
          },
          { timeout: 30_000, interval: 500 },
        )
        .toHaveLength(1);
      await visit(page, '/servers/mean');
      const waiting = page.locator('section:has(h2:text-is("Definitions that wait for you"))');
      await waiting.getByText('fresh').waitFor();
      const row = waiting
        .locator('div')
        .filter({ hasText: /^newfresh/ })
        .first();
      await row.getByRole('button', { name: 'Look at the difference' }).click();
      await page.getByText('Says good morning.').first().waitFor();
      await page
        .getByRole('button', { name: /^Approve/ })
        .first()
        .click();
      await expect
        .poll(async () => (await api('GET', '/definitions?server=mean&tool=fresh&state=approved')).body.items, {
          timeout: 30_000,
        })
        .toHaveLength(1);
      // What was decided is in force a moment later.
      const names = async () => (await client.listTools()).tools.map(({ name }) => name);
      await expect.poll(names, { timeout: 10_000 }).toContain('fresh');
      await client.close();
    },
  );

  onStage(
    stage,
    'a draft is replayed on recorded calls, and a trial shows what it would have refused before it is enforced',
    async (the) => {
      const { page, gateway, api, folder } = the;
      const text = (tools: object) => JSON.stringify({ version: '1', default: 'deny', tools });
      await api('PUT', '/policies/trial', { text: text({ 'read_*': {}, 'list_*': {} }), activate: true });
      const { body } = await api('POST', '/grants', { label: 'trial', servers: { files: 'trial' } });
      const client = await legacyClient(gateway.url('files'), String(body.token));
      const read = { name: 'read_text_file', arguments: { path: join(folder, 'from.txt') } };
      await client.callTool(read);
      await client.callTool({ name: 'list_directory', arguments: { path: folder } });
      await visit(page, '/policies/trial?server=files');
      await page.locator('[data-tool="read_*"]').getByRole('radio', { name: 'Deny' }).click({ force: true });
      await page.getByRole('tab', { name: 'Impact' }).click();
      await expect
        .poll(async () => (await api('GET', '/calls?grant=trial')).body.items, { timeout: 30_000 })
        .toHaveLength(2);
      await page.getByRole('button', { name: 'Replay' }).click();
      await page
        .getByRole('listitem')
        .filter({ hasText: 'such as read_text_file' })
        .getByText('would be refused')
        .waitFor();
      // On trial: the same draft, which refuses nothing yet.
      await page.getByRole('button', { name: 'Put in force' }).click();
      const asked = page.getByRole('alertdialog');
      await asked.getByText('It judges 1 grant from the next call on: trial.').waitFor();
      await asked.getByText('narrower').waitFor();
      expect(await violations(page)).toEqual([]);
      await asked.getByRole('radio', { name: /^Observe/ }).check();
      await asked.getByRole('button', { name: 'Put in force' }).click();
      await page.getByText(/^In force: version 2/).waitFor();
      await client.callTool(read);
      await page.getByRole('tab', { name: 'On trial' }).click();
      await page.getByRole('listitem').filter({ hasText: 'would be refused' }).first().waitFor();
      await page.getByRole('button', { name: 'Enforce version 2…' }).click();
      await asked.getByRole('button', { name: 'Enforce it' }).click();
      await page.getByText('Version 2 is enforced.').waitFor();
      expect((await client.callTool(read)).isError).toBe(true);
      await client.close();
    },
  );

  onStage(
    stage,
    'the overview counts calls as they come, the matrix is read by keys, a channel is tried',
    async (the) => {
      const { page, api } = the;
      await visit(page, '/');
      await page.getByRole('img', { name: /^Calls of the last 1 h: [1-9]\d* allowed/ }).waitFor();
      await page.getByLabel('Server of the chart').selectOption('files');
      await page.getByRole('img', { name: /^Calls of the last 1 h: [1-9]\d* allowed/ }).waitFor();

      // A server that has not said yet what it has is asked again by the page itself.
      let unheard = 1;
      await page.route('**/api/v1/inventory?*', async (route) => {
        const response = await route.fetch();
        const { items, ...rest } = (await response.json()) as { items: object[] };
        const json = { items: items.map((row) => ({ ...row, unknown: unheard > 0 ? ['files'] : [] })), ...rest };
        unheard--;
        await route.fulfill({ response, json });
      });
      await visit(page, '/grants/matrix');
      await page.getByText('Not heard yet:').waitFor();
      await page.getByText('Not heard yet:').waitFor({ state: 'detached' });
      await page.unroute('**/api/v1/inventory?*');
      const grid = page.getByRole('grid');
      await grid.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await page.locator('[aria-live=polite]').filter({ hasText: 'ci-runner' }).waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/activity?*grant=ci-runner*');

      await visit(page, '/settings/notifications');
      // What the file declares is told, too, and is tried like the rest; it is taken away in the file.
      const ofFile = page.getByRole('row').filter({ hasText: 'of-file' });
      await ofFile.getByText('in the file').waitFor();
      await ofFile.getByRole('button', { name: 'Test' }).waitFor();
      expect(await page.getByText('Nobody is told yet').count()).toBe(0);
      expect(await ofFile.getByRole('button', { name: 'Remove of-file' }).count()).toBe(0);
      await page.getByRole('button', { name: 'New channel' }).first().click();
      await page.getByLabel('Name').fill('on-call');
      await page.getByLabel('URL').fill('https://hooks.example.com/on-call');
      await page.getByLabel('A call that waits for a person').check();
      await page.getByRole('button', { name: 'Create' }).click();
      await page.getByRole('region', { name: 'signing secret' }).filter({ hasText: 'whsec_' }).waitFor();
      await page.getByRole('button', { name: 'I have it' }).click();
      await page.getByRole('row').filter({ hasText: 'on-call' }).getByRole('button', { name: 'Test' }).click();
      await page.getByText('A message is on its way').waitFor();
      // Where it was told to look: a message that waits stands beside those that came.
      await page.getByRole('row').filter({ hasText: 'test' }).filter({ hasText: 'on-call' }).first().waitFor();
      const { body } = await api('GET', '/channels');
      expect(JSON.stringify(body)).not.toContain('hooks.example.com');
    },
  );
};
