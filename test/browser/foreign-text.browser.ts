import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settled, visit } from './parts/part.ts';
import { violations } from './support/axe.ts';
import { browserPath, noBrowser } from './support/browser.ts';
import { openStrangeInstallation, type StrangeInstallation } from './support/strange-installation.ts';

/** Elements that only mark-up of a stranger could have made. */
const strangers = `[...document.querySelectorAll('img:not(.cm-widgetBuffer), iframe, object, embed, base, [onerror], [onload], [href^="javascript:"], form[action^="http"], style:not(head style), script:not([src^="/assets/"])')].map((one) => 'mark-up: ' + one.outerHTML)`;

/** Text in which something is that nobody sees, or that turns what is around it. What is typed into is somebody's own. */
const hidden = `(() => {
  const unseen = /[\\u061c\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\u{e0000}-\\u{e007f}]/u;
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text !== null; text = texts.nextNode())
    if (unseen.test(text.data) && text.parentElement.closest('textarea') === null) found.push(text.parentElement);
  for (const said of document.querySelectorAll('[title], [aria-label]'))
    if (unseen.test(said.title + said.ariaLabel)) found.push(said);
  return found.map((one) => 'hidden text: ' + one.outerHTML);
})()`;

/** Whatever reaches over the right edge of the window, the innermost of each branch. */
const over = `(() => {
  const edge = window.innerWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  const wide = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > edge + 1);
  const inner = wide.filter((e) => !wide.some((other) => other !== e && e.contains(other)));
  return inner.map((one) => 'wider than ' + edge + ': ' + one.outerHTML);
})()`;

/** Places that cut what is in them off, or scroll sideways for it: all but texts of code and what ends in an ellipsis. */
const cut = `[...document.querySelectorAll('body *')].filter((e) => {
  const { overflowX, textOverflow } = getComputedStyle(e);
  if (overflowX === 'visible' || textOverflow === 'ellipsis' || e.scrollWidth <= e.clientWidth + 1) return false;
  return e.clientWidth > 1 && !e.matches('input, textarea, select, nav, [role=grid], .cm-scroller, pre, [tabindex="0"]:not([aria-label=Details])');
}).map((one) => 'cut off: ' + one.scrollWidth + ' of ' + one.clientWidth + ' ' + [...one.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > one.getBoundingClientRect().right + 1).slice(-1).map((e) => e.outerHTML.slice(0, 120)) + ' IN ' + one.outerHTML)`;

const row = (index: number): string => `[role=row][data-row] >> nth=${index}`;
const button = (name: string): string => `role=button[name="${name}"]`;

/** Every page, and what is opened on it: a row, a tab, a panel. */
const places = (the: StrangeInstallation): readonly (readonly [path: string, ...opened: string[]])[] => [
  ['/'],
  ['/servers'],
  ['/servers/mean', row(0)],
  ['/servers/mean', button('Look at the difference')],
  ['/servers/other', button('More'), 'role=menuitem[name="Settings…"]'],
  [`/servers/${the.longServer}`],
  ['/servers/new'],
  ['/policies'],
  ['/policies/mean?server=mean', '[data-tool=echo] button[aria-expanded]', 'role=tab[name="Try a call"]'],
  ['/policies/hostile?server=mean', 'role=tab[name="Impact"]', button('Replay')],
  ['/policies/hostile', 'role=tab[name="Versions"]'],
  [`/policies/${the.longPolicy}?server=mean`, 'role=tab[name="JSON"]'],
  ['/policies/yaml', button('Edit it as JSON')],
  ...[0, 1, 2].map((index) => ['/grants', row(index)] as const),
  ['/grants?new=1'],
  ['/grants/matrix'],
  ...[0, 1].map((index) => ['/approvals', `role=button[name=/echo/] >> nth=${index}`] as const),
  ['/activity'],
  ...[0, 3, 4, 5, 7].map((index) => ['/activity', row(index)] as const),
  ['/activity?log=changes'],
  ...[3, 4, 8].map((index) => ['/activity?log=changes', row(index)] as const),
  ['/explore?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E'],
  [`/explore/${the.slug}`],
  ...the.catalogTools.slice(0, 2).map((tool) => [`/explore/${the.slug}/${tool}`] as const),
  ...[0, 1].map((index) => ['/inbox', row(index)] as const),
  ['/settings'],
  ['/settings/members'],
  ['/settings/api-keys'],
  ['/settings/notifications'],
  ['/settings/installation'],
  ['/welcome'],
];

/** Pages that are read before or without signing in, by addresses that somebody was sent. */
const outside = (the: StrangeInstallation): readonly string[] => [
  '/sign-in?next=javascript:alert(1)',
  '/invitation#<img src=x onerror=alert(1)>',
  '/setup#"><script>alert(1)</script>',
  '/catalog?q=<img src=x onerror=alert(1)>',
  `/catalog/${the.slug}`,
  ...the.catalogTools.slice(0, 2).map((tool) => `/catalog/${the.slug}/${tool}`),
  ...the.approvals.map((id) => `/decide/${id}`),
];

async function wrongWith(page: Page, place: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 860 });
    for (const look of [strangers, hidden, over, cut]) found.push(...((await page.evaluate(look)) as string[]));
  }
  return found.map((what) => `${place}: ${what.slice(0, 240)}`);
}

describe('text of servers, agents, readers and operators', () => {
  let the: StrangeInstallation | undefined;
  const asked: string[] = [];
  beforeAll(async () => {
    if (browserPath === undefined) return;
    the = await openStrangeInstallation();
    const { origin } = the.gateway;
    the.context.on('request', (request) => {
      if (!request.url().startsWith(`${origin}/`) && !/^(data|blob):/.test(request.url())) asked.push(request.url());
    });
  });
  afterAll(async () => {
    await the?.[Symbol.asyncDispose]();
  });

  test('is text on every page: nothing of it runs, leads away, hides, or makes a page wider than its window', async (context) => {
    if (the === undefined) return context.skip(noBrowser);
    const { page, complaints } = the;
    const found: string[] = [];
    for (const [path, ...opened] of places(the)) {
      await visit(page, path);
      for (const one of opened) {
        await page.locator(one).first().click();
        await settled(page);
      }
      const place = [path, ...opened].join(' ');
      found.push(...(await wrongWith(page, place)));
      // What could not be shown has nothing wrong with it, either.
      found.push(...(await page.getByRole('alert').allTextContents()).map((failed) => `${place}: ${failed}`));
      await page.setViewportSize({ width: 1280, height: 860 });
      await page.keyboard.press('Escape');
    }
    // What was looked at was there: a page of nothing has nothing wrong.
    await visit(page, '/inbox');
    expect(await page.locator('main').textContent()).toContain('alert(2)</script>');
    expect(await page.locator('main').textContent()).toContain('⟨U+202E⟩');
    expect(await violations(page)).toEqual([]);
    expect(found).toEqual([]);
    // A dialog, an error of a script, a refusal of the content security policy: all are complaints.
    expect(complaints).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('is text on the pages outside, too, and no address of them leads anywhere else', async (context) => {
    if (the === undefined) return context.skip(noBrowser);
    const { gateway, complaints } = the;
    const page = await the.context.newPage();
    page.on('pageerror', (error) => found.push(error.message));
    page.on('dialog', (dialog) => {
      found.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    const found: string[] = [];
    for (const path of outside(the)) {
      await page.goto(`${gateway.origin}${path}`);
      await page.locator('h1').first().waitFor();
      found.push(...(await wrongWith(page, path)));
      expect(page.url().startsWith(`${gateway.origin}/`)).toBe(true);
    }
    await page.close();
    expect([found, complaints, asked]).toEqual([[], [], []]);
  });
});
