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
};
