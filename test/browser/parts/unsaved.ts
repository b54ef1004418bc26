import { expect } from 'vitest';
import { violations } from '../support/axe.ts';
import { hasFocus, onStage, type Part, visit } from './part.ts';

const posture = 'What is done about echo';

/** What was typed and not saved, and what is shown once, goes only where somebody says so. */
export const unsaved: Part = (stage) => {
  onStage(stage, 'whoever leaves a policy that is not saved is asked, and stays where they were', async (the) => {
    const { page, api } = the;
    await api('PUT', '/policies/unsaved', { text: '{"version":"1","default":"deny"}' });
    await visit(page, '/policies/unsaved?server=mean');
    await page.getByRole('radiogroup', { name: posture }).getByText('Allow', { exact: true }).click();
    await page.getByText('not saved', { exact: true }).waitFor();
    const away = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Grants' });
    await away.press('Enter');
    const question = page.getByRole('alertdialog', { name: 'Leave without saving?' });
    await question.waitFor();
    expect(await violations(page)).toEqual([]);
    // Staying is under the hand.
    await page.keyboard.press('Enter');
    await question.waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/policies/unsaved');
    await expect.poll(() => page.locator(':focus').textContent()).toBe('Grants');
    // Saving keeps the focus on its button, though there is nothing more to save.
    const save = page.getByRole('button', { name: 'Save draft' });
    await save.press('Enter');
    await page.getByText('not saved', { exact: true }).waitFor({ state: 'detached' });
    expect(await page.locator(':focus').textContent()).toBe('Save draft');
    await page.getByRole('radiogroup', { name: posture }).getByText('Deny', { exact: true }).click();
    await page.getByText('not saved', { exact: true }).waitFor();
    await away.press('Enter');
    await question.getByRole('button', { name: 'Leave' }).click();
    await page.getByRole('heading', { level: 1, name: 'Grants' }).waitFor();
    expect((await api('GET', '/policies/unsaved')).body.text).toContain('"echo": {}');
  });

  onStage(stage, 'settings of a server that are not saved are asked about as well', async ({ page, api, changing }) => {
    await api('POST', '/servers', { slug: 'unsaved', url: changing.url, allowPrivate: true });
    await visit(page, '/servers/unsaved');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Settings…' }).click();
    const drawer = page.getByRole('dialog', { name: 'Settings of unsaved' });
    await drawer.getByLabel('Name').fill('Other');
    await page.keyboard.press('Escape');
    const question = page.getByRole('alertdialog', { name: 'Leave without saving?' });
    await question.getByRole('button', { name: 'Stay' }).click();
    await question.waitFor({ state: 'detached' });
    expect(await drawer.getByLabel('Name').inputValue()).toBe('Other');
    await page.keyboard.press('Escape');
    await question.getByRole('button', { name: 'Leave' }).click();
    await drawer.waitFor({ state: 'detached' });
    await hasFocus(page);
    expect((await api('GET', '/servers/unsaved')).body.name).toBe('unsaved');
    await api('DELETE', '/servers/unsaved');
  });

  onStage(
    stage,
    'a form is closed by no click beside it, and a token that is shown once by nothing but its button',
    async ({ page }) => {
      await visit(page, '/grants?new=1');
      const form = page.getByRole('dialog', { name: 'New grant' });
      await form.getByLabel('Label').fill('shown-once');
      await page.mouse.click(5, 5);
      expect(await form.getByLabel('Label').inputValue()).toBe('shown-once');
      await form.getByRole('checkbox', { name: 'files' }).check();
      await form.getByRole('button', { name: 'Create' }).click();
      const once = page.getByRole('dialog', { name: 'shown-once may call' });
      await once.waitFor();
      await page.mouse.click(5, 5);
      await page.keyboard.press('Escape');
      expect(await once.getByLabel('token', { exact: true }).textContent()).toMatch(/^tg_/);
      await once.getByRole('button', { name: 'I have the token' }).click();
      await once.waitFor({ state: 'detached' });
    },
  );
};
