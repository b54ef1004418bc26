import { text } from 'node:stream/consumers';
import { expect } from 'vitest';
import { violations } from '../support/axe.ts';
import { onStage, type Part, visit } from './part.ts';

/** What is changed of what is there already, and that a refusal takes nothing of what was typed. */
export const settings: Part = (stage) => {
  onStage(stage, 'settings of a server: only what is changed, each refusal at its field', async (the) => {
    const { page, api, changing } = the;
    const headers = { Authorization: 'Bearer a', 'X-Team': 'red' };
    await api('POST', '/servers', { slug: 'moving', url: changing.url, allowPrivate: true, headers });
    const before = (await api('GET', '/servers/moving')).body;
    await visit(page, '/servers/moving');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Settings…' }).click();
    const drawer = page.getByRole('dialog');
    const save = drawer.getByRole('button', { name: 'Save' });
    expect(await save.isDisabled()).toBe(true);
    await drawer.getByLabel('Name').fill('On the move');
    await drawer.getByLabel('Pinned').uncheck();
    await drawer.getByLabel('Between bytes').fill('2.5');
    await drawer.getByRole('button', { name: 'Take x-team away' }).click();
    await drawer.getByRole('button', { name: 'Add a header' }).click();
    await drawer.getByLabel('Header', { exact: true }).fill('X Color');
    await drawer.getByLabel('Value', { exact: true }).fill('blue');
    await save.click();
    await drawer.getByText('Must be the name of a header.').waitFor();
    expect(await drawer.locator('[aria-invalid]:focus').inputValue()).toBe('X Color');
    expect(await violations(page)).toEqual([]);
    await drawer.getByLabel('Header', { exact: true }).fill('X-Color');
    await save.click();
    await drawer.waitFor({ state: 'detached' });
    const { health: _, updatedAt: __, ...after } = (await api('GET', '/servers/moving')).body;
    expect(before).toMatchObject({ pinned: true, timeouts: { connectMs: 5_000 }, allowPrivate: true });
    expect({ ...before, ...after }).toEqual({
      ...before,
      name: 'On the move',
      pinned: false,
      timeouts: { connectMs: 5_000, firstByteMs: 60_000, idleMs: 2_500 },
      credentials: ['header:authorization', 'header:x-color'],
    });
  });

  onStage(stage, 'settings of a server: another origin is said to take credentials away, and it does', async (the) => {
    const { page, api } = the;
    await visit(page, '/servers/moving');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Settings…' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel('URL').fill('https://mcp.example.com/mcp');
    await drawer.getByText('will be taken away when you save').waitFor();
    await drawer.getByLabel('x-color', { exact: true }).fill('green');
    await drawer.getByRole('button', { name: 'Save' }).click();
    const note = drawer.getByRole('status').filter({ hasText: 'Calls go without' });
    expect(await note.locator('strong').textContent()).toBe('authorization');
    expect((await api('GET', '/servers/moving')).body).toMatchObject({
      url: 'https://mcp.example.com/mcp',
      credentials: ['header:x-color'],
    });
    await drawer.getByRole('button', { name: 'Close' }).last().click();
    await api('DELETE', '/servers/moving');
  });

  onStage(stage, 'a member: a link for a new password, shown once; sessions ended; removed by name', async (the) => {
    const { page, api, gateway } = the;
    const { link } = (await api('POST', '/invitations', { email: 'mo@example.com', name: 'Mo', role: 'approver' }))
      .body;
    const secretOf = (text: string): string => text.split('#')[1] ?? '';
    const accept = (secret: string) =>
      fetch(`${gateway.origin}/api/v1/invitations/accept`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ secret, password: 'correct horse battery staple' }),
      });
    await accept(secretOf(String(link)));
    await visit(page, '/settings/members');
    const choose = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: 'More about Mo' }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    expect(await page.getByRole('button', { name: 'More about ada' }).count()).toBe(0);
    // Arrow keys choose in a list: nobody loses a role, and their sessions, by one that is pressed on the way.
    const role = page.getByLabel('Role of Mo');
    await role.selectOption('auditor');
    const change = page.getByRole('alertdialog', { name: 'Make Mo auditor?' });
    await change.getByText('Reads everything').waitFor();
    await change.getByRole('button', { name: 'Leave it' }).click();
    expect(await role.inputValue()).toBe('approver');
    await role.selectOption('viewer');
    await page.getByRole('button', { name: 'Change the role' }).click();
    await page.getByText('Changed.').waitFor();
    await expect.poll(() => role.inputValue(), { timeout: 10_000 }).toBe('viewer');
    await choose('Link for a new password');
    const shown = await page.getByRole('region', { name: 'link for a new password' }).textContent();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText(secretOf(String(shown))).waitFor({ state: 'detached' });
    expect((await accept(secretOf(String(shown)))).status).toBe(201);
    await choose('End their sessions…');
    await page.getByRole('button', { name: 'End them' }).click();
    await page.getByText('Mo is signed', { exact: false }).first().waitFor();
    await choose('Remove…');
    await page.getByRole('button', { name: 'Remove Mo' }).click();
    await page.getByText('Mo is no member any more.').waitFor();
    expect(JSON.stringify((await api('GET', '/users')).body)).not.toContain('mo@example.com');
  });

  onStage(stage, 'a group of approvers is made, changed, and gone without members', async ({ page, api }) => {
    const groups = async () => (await api('GET', '/approver-groups')).body.items;
    await visit(page, '/settings/members');
    await page.getByRole('button', { name: 'New group' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Büro 1/2');
    await dialog.getByLabel('ada').check();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await groups()).toEqual([{ name: 'Büro 1/2', members: [expect.stringMatching(/^user:/)] }]);
    await page.getByRole('button', { name: 'Edit Büro 1/2' }).click();
    await dialog.getByLabel('ada').uncheck();
    const asked = page.getByRole('alertdialog');
    await asked.getByRole('button', { name: 'Remove the group' }).click();
    await asked.waitFor({ state: 'detached' });
    expect(await groups()).toEqual([]);
  });

  onStage(stage, 'a policy that grants have names them; one that none has is removed', async ({ page, api }) => {
    await api('PUT', '/policies/parting', { text: '{"version":"1","default":"deny"}', activate: true });
    const { id } = (await api('POST', '/grants', { label: 'parting', servers: { files: 'parting' } })).body.grant as {
      id: string;
    };
    // A new one takes neither its name nor its place.
    await visit(page, '/policies');
    await page.getByRole('button', { name: 'New policy' }).click();
    await page.getByLabel('Name').fill('parting');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.getByText('There is a policy of that name').waitFor();
    await page.keyboard.press('Escape');
    expect((await api('GET', '/policies/parting')).body).toMatchObject({ latestVersion: 1 });
    const open = async () => {
      await visit(page, '/policies/parting');
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Remove…' }).click();
      return page.getByRole('dialog');
    };
    const refused = await open();
    await refused.getByRole('listitem').filter({ hasText: 'parting' }).waitFor();
    expect(await refused.getByRole('button', { name: 'Remove it' }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await api('DELETE', `/grants/${id}`);
    await visit(page, '/policies');
    await open();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Policies' }).waitFor();
    expect((await api('GET', '/policies/parting')).status).toBe(404);
  });

  onStage(stage, 'the log of changes is saved as a file, as that of calls is', async ({ page }) => {
    await visit(page, '/activity?log=changes');
    await page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'JSON lines' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('changes.jsonl');
    const lines = (await text(await file.createReadStream())).trimEnd().split('\n');
    expect(lines.filter((line) => JSON.stringify(JSON.parse(line)).includes('setup.complete'))).toHaveLength(1);
  });
};
