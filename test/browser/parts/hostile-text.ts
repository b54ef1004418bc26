import { expect } from 'vitest';
import { legacyClient } from '../../support/gateway/clients.ts';
import { hostile, hostileLine } from '../support/hostile.ts';
import { onStage, type Part, settled, visit } from './part.ts';

/** Elements that only mark-up of a stranger could have made. */
const strangers = `[...document.querySelectorAll('img, iframe, object, embed, [onerror], [onload], script:not([src^="/assets/"])')].map((one) => one.outerHTML)`;

/** Pages and what is opened on them: a row, a tab, a panel. */
const places: readonly (readonly [path: string, ...opened: string[]])[] = [
  ['/'],
  ['/servers'],
  ['/servers/mean', '[role=row][data-row] >> nth=0'],
  ['/policies'],
  ['/policies/mean?server=mean', '[data-tool=echo] button[aria-expanded]', 'role=tab[name="Try a call"]'],
  ['/policies/mean?server=mean', 'role=tab[name="Impact"]', 'role=button[name="Replay"]'],
  ['/grants', '[role=row][data-row] >> nth=0'],
  ['/grants/matrix'],
  ['/approvals', 'role=button[name=/echo/]'],
  ['/activity', '[role=row][data-row] >> nth=0'],
  ['/activity?log=changes', '[role=row][data-row] >> nth=0'],
  ['/explore?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E'],
  ['/inbox', '[role=row][data-row] >> nth=0'],
  ['/settings/members'],
  ['/settings/api-keys'],
  ['/settings/notifications'],
  ['/settings/installation'],
];

/** Text of servers, agents and readers on every field of every page: shown, and never run. */
export const hostileText: Part = (stage) => {
  onStage(
    stage,
    'hostile names, arguments and messages stand everywhere as text, and none of them runs',
    async (the) => {
      const { page, gateway, api, complaints } = the;
      const client = await legacyClient(gateway.url('mean'), gateway.token());
      const args = { [hostileLine]: hostile, nested: { '<b>': hostile } };
      await client.callTool({ name: 'echo', arguments: args }).catch(() => undefined);
      await client.callTool({ name: 'constructor', arguments: args }).catch(() => undefined);
      await client.callTool({ name: hostileLine, arguments: args }).catch(() => undefined);
      await client.close();
      const made = [
        await api('POST', '/api-keys', { name: hostileLine, role: 'viewer' }),
        await api('POST', '/invitations', { email: 'eve@example.com', name: hostileLine, role: 'viewer' }),
        await api('POST', '/channels', { name: hostileLine, kind: 'webhook', url: 'https://example.com/hook' }),
        await api('PUT', '/policies/hostile', {
          text: JSON.stringify({
            version: '1',
            default: 'deny',
            description: hostile,
            tools: { echo: { action: 'deny', reason: hostile } },
          }),
          note: hostileLine,
          description: hostileLine,
        }),
      ];
      expect(made.filter(({ status }) => status >= 400)).toEqual([]);
      const message = new URLSearchParams({ about: '/catalog', from: hostileLine, text: `${hostile} and more words` });
      const session = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
      await fetch(`${gateway.origin}/catalog/contact`, {
        method: 'POST',
        redirect: 'manual',
        headers: { Cookie: session, Origin: gateway.origin, 'Content-Type': 'application/x-www-form-urlencoded' },
        body: message.toString(),
      });

      const found: string[] = [];
      for (const [path, ...opened] of places) {
        await visit(page, path);
        for (const one of opened) {
          await page.locator(one).first().click();
          await settled(page);
        }
        found.push(...((await page.evaluate(strangers)) as string[]).map((html) => `${path}: ${html}`));
        await page.keyboard.press('Escape');
      }
      await visit(page, '/policies/hostile');
      expect(await page.locator('main').textContent()).toContain('<img src=x');
      await visit(page, '/inbox');
      expect(await page.locator('main').textContent()).toContain('onerror=alert(1)');
      expect(found).toEqual([]);
      // A dialog that was opened, an error of a script, a refusal of the content security policy: all are complaints.
      expect(complaints).toEqual([]);
    },
  );
};
