import { expect } from 'vitest';
import { legacyClient } from '../../support/gateway/clients.ts';
import { violations } from '../support/axe.ts';
import { onStage, type Part, visit } from './part.ts';

/** The kill switch: where somebody looks for it, what it does to an agent, and how it is taken back. */
export const stops: Part = (stage) => {
  onStage(
    stage,
    'everything is stopped by the keyboard alone, said on the overview, and goes on when it is lifted',
    async (the) => {
      const { page, gateway } = the;
      const client = await legacyClient(gateway.url('files'), gateway.token());
      const listed = () => client.callTool({ name: 'list_allowed_directories' });
      try {
        await visit(page, '/');
        await page.keyboard.press('Control+k');
        await page.keyboard.type('kill');
        await page.keyboard.press('Enter');
        await page.getByRole('alertdialog', { name: 'Stop everything at once?' }).waitFor();
        expect(await violations(page)).toEqual([]);
        // The field has the focus: whoever is in a hurry presses Enter, with a reason or without.
        await page.keyboard.type('drill');
        await page.keyboard.press('Enter');
        const need = page.getByRole('listitem').filter({ hasText: 'Stopped: everything' });
        await need.getByText('drill').waitFor();
        expect(await violations(page)).toEqual([]);
        expect(await listed()).toMatchObject({
          isError: true,
          content: [{ text: expect.stringContaining('stopped') }],
        });
        await need.getByRole('button', { name: 'Lift the stop: everything' }).click();
        const question = page.getByRole('alertdialog', { name: 'Lift the stop: everything?' });
        await question.getByText('drill').waitFor();
        expect(await violations(page)).toEqual([]);
        await question.getByRole('button', { name: 'Lift it' }).click();
        await page.getByText('The stop is lifted: everything.').waitFor();
        await need.waitFor({ state: 'detached' });
      } finally {
        await client.close();
      }
      const again = await legacyClient(gateway.url('files'), gateway.token());
      await again.listTools();
      await again.close();
    },
  );

  onStage(
    stage,
    'a grant of the file, a server and one of its tools are stopped where they stand, and lifted there',
    async (the) => {
      const { page, api } = the;
      const stop = async (): Promise<void> => {
        await page
          .getByRole('alertdialog', { name: /^Stop .* at once\?$/ })
          .getByRole('button', { name: 'Stop' })
          .click();
        await page.getByRole('alertdialog', { name: /^Stop / }).waitFor({ state: 'detached' });
      };
      const lift = async (what: string): Promise<void> => {
        await page.getByRole('button', { name: `Lift the stop: ${what}` }).click();
        await page.getByRole('button', { name: 'Lift it' }).click();
        await page.getByText(`The stop is lifted: ${what}.`).waitFor();
      };
      await visit(page, '/grants');
      await page.getByRole('button', { name: 'More about ci-runner' }).click();
      await page.getByRole('menuitem', { name: 'Stop at once…' }).click();
      await stop();
      const row = page.getByRole('row').filter({ hasText: 'ci-runner' });
      await row.getByText('stopped', { exact: true }).waitFor();
      await row.click();
      await page.getByRole('dialog').getByText('Stopped: grant ci-runner').waitFor();
      expect(await violations(page)).toEqual([]);
      await lift('grant ci-runner');
      await page.keyboard.press('Escape');
      await row.getByText('active', { exact: true }).waitFor();

      await visit(page, '/servers/files');
      await page.getByRole('button', { name: 'More', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Stop at once…' }).click();
      await stop();
      await lift('server files');

      await page.getByRole('row').filter({ hasText: 'read_media_file' }).click();
      await page.getByRole('button', { name: 'Stop this tool…' }).click();
      await stop();
      await page.getByRole('dialog').getByText('Stopped: tool files/read_media_file').waitFor();
      await lift('tool files/read_media_file');
      await page.keyboard.press('Escape');
      expect((await api('GET', '/kills')).body.items).toEqual([]);
    },
  );

  onStage(stage, 'a stop that is made and not in force yet is not taken for done', async (the) => {
    const { page } = the;
    const kills = '**/api/v1/kills';
    await page.route(kills, async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      const response = await route.fetch();
      return route.fulfill({ response, status: 202, headers: { ...response.headers(), 'toolgate-in-force': 'no' } });
    });
    await visit(page, '/');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('kill');
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog', { name: 'Stop everything at once?' }).waitFor();
    await page.keyboard.press('Enter');
    const note = page.getByRole('alert').filter({ hasText: 'could not put it in force' });
    await note.waitFor();
    expect(await violations(page)).toEqual([]);
    await page.unroute(kills);
    await page.getByRole('button', { name: 'Lift the stop: everything' }).click();
    await page.getByRole('button', { name: 'Lift it' }).click();
    // The next change is in force, and with it the one before.
    await note.waitFor({ state: 'detached' });
  });
};
