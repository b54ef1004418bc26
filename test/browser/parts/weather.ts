import { expect } from 'vitest';
import { onStage, type Part, visit } from './part.ts';

const empty = '{"version":"1","default":"deny"}';

/** What goes wrong between the page and the gateway is said, and nothing typed is lost. */
export const weather: Part = (stage) => {
  onStage(stage, 'who saves second is told, and loses nothing: 409', async ({ page, api }) => {
    await api('PUT', '/policies/shared', { text: empty });
    await visit(page, '/policies/shared?server=netdiag');
    await page.locator('[data-tool="ping_host"]').getByRole('radio', { name: 'Allow' }).click({ force: true });
    expect((await api('PUT', '/policies/shared', { text: `${empty} `, base: 1 })).status).toBe(200);
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText('Somebody else saved while you were writing').waitFor();
    await page.getByText('not saved', { exact: true }).waitFor();

    await page.getByRole('button', { name: 'Go on from theirs with my text' }).click();
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText('Saved as a draft: version 3.').waitFor();
    const { body } = await api('GET', '/policies/shared?version=3');
    expect(JSON.parse(String(body.text))).toEqual({ version: '1', default: 'deny', tools: { ping_host: {} } });
  });

  onStage(stage, 'what is clicked while a draft is being saved is not taken for saved', async ({ page, api }) => {
    const policy = '**/api/v1/policies/shared';
    const sent = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    await page.route(policy, async (route) => {
      sent.resolve();
      await release.promise;
      await route.continue();
    });
    await page.locator('[data-tool="http_head"]').getByRole('radio', { name: 'Allow' }).click({ force: true });
    await page.getByRole('button', { name: 'Save draft' }).click();
    await sent.promise;
    await page.locator('[data-tool="reverse_dns"]').getByRole('radio', { name: 'Allow' }).click({ force: true });
    release.resolve();
    await page.getByText('Saved as a draft: version 4.').waitFor();
    await page.unroute(policy);
    await page.getByText('not saved', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByText('Saved as a draft: version 5.').waitFor();
    const { body } = await api('GET', '/policies/shared?version=5');
    const tools = { ping_host: {}, http_head: {}, reverse_dns: {} };
    expect(JSON.parse(String(body.text))).toEqual({ version: '1', default: 'deny', tools });
  });

  onStage(
    stage,
    'what was clicked and not saved outlasts a gateway that fails while it is asked again',
    async (the) => {
      const { page } = the;
      await page.locator('[data-tool="dns_lookup"]').getByRole('radio', { name: 'Allow' }).click({ force: true });
      let refused = 0;
      const policy = '**/api/v1/policies/shared*';
      await page.route(policy, async (route) => {
        refused++;
        await route.fulfill({
          status: 500,
          contentType: 'application/problem+json',
          body: '{"title":"no","code":"internal"}',
        });
      });
      // Whoever comes back to the window has everything asked anew.
      await expect
        .poll(
          async () => {
            await page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))");
            return refused;
          },
          { timeout: 30_000 },
        )
        .toBeGreaterThan(1);
      await page.unroute(policy);
      await page.getByText('not saved', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('not saved', { exact: true }).waitFor({ state: 'detached' });
    },
  );

  onStage(
    stage,
    'a gateway that is gone or late is said to be, and comes back by itself',
    async ({ page, context }) => {
      await visit(page, '/grants?new=1');
      await page.getByLabel('Label').fill('half-typed');
      await context.setOffline(true);
      try {
        await page.getByText('The gateway does not answer. It is asked again').waitFor();
        await page.getByRole('checkbox', { name: 'files' }).check();
        await page.getByRole('button', { name: 'Create' }).click();
        await page.getByText('What you typed is still here.').waitFor();
        expect(await page.getByLabel('Label').inputValue()).toBe('half-typed');
      } finally {
        await context.setOffline(false);
      }
      await page.getByText('The gateway does not answer. It is asked again').waitFor({ state: 'detached' });
      expect(await page.getByLabel('Label').inputValue()).toBe('half-typed');
      await page.keyboard.press('Escape');

      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await page.route('**/api/v1/messages*', async (route) => {
        await held;
        await route.continue();
      });
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Inbox' }).click();
      await page.getByText('The gateway takes long to answer.').waitFor();
      release();
      await page.getByText('The gateway takes long to answer.').waitFor({ state: 'detached' });
      await page.unroute('**/api/v1/messages*');
    },
  );

  onStage(
    stage,
    'what could not be read is not said to be nothing: neither that nobody waits, nor that nobody can call',
    async ({ context, gateway, page: other }) => {
      const page = await context.newPage();
      try {
        const failed = {
          status: 500,
          contentType: 'application/problem+json',
          body: '{"title":"no","code":"internal"}',
        };
        // All but who one is, and the server itself: what stands around it fails.
        const around = /\/api\/v1\/(?!session|setup|servers\/mean$)/;
        await page.route(around, (route) => route.fulfill(failed));
        await page.goto(gateway.origin);
        const needs = page
          .getByRole('region', { name: 'Needs you' })
          .or(page.locator('section', { hasText: 'Needs you' }));
        await needs.getByRole('alert').first().waitFor();
        expect(await page.getByText('Nothing waits for anybody.').count()).toBe(0);
        expect(await page.getByText('From nothing to the first governed call').count()).toBe(0);
        expect(await page.getByText('–', { exact: true }).count()).toBe(4);
        await visit(page, '/servers/mean');
        await page.locator('section', { hasText: 'Last calls' }).last().getByRole('alert').waitFor();
        expect(await page.getByText(/nobody can call it|Nobody has called it/i).count()).toBe(0);
        await page.unroute(around);
        await visit(page, '/');
        await needs.getByRole('alert').first().waitFor({ state: 'detached' });
      } finally {
        await page.close();
        await other.bringToFront();
      }
    },
  );

  onStage(
    stage,
    'who goes to a page while the gateway is gone is not sent away from all of them, and finds it there when it is back',
    async ({ context, gateway, page: other }) => {
      const page = await context.newPage();
      try {
        await page.goto(gateway.origin);
        await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
        await page.route('**/*', (route) => route.abort());
        await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Inbox' }).click();
        await page.getByText('The gateway does not answer. It is asked again').waitFor();
        await page.unroute('**/*');
        await page.getByRole('heading', { level: 1, name: 'Inbox' }).waitFor();
      } finally {
        await page.close();
        await other.bringToFront();
      }
    },
  );
};
