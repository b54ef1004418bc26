import { expect } from 'vitest';
import { violations } from '../support/axe.ts';
import { wear } from '../support/wear.ts';
import { onStage, type Part, visit } from './part.ts';

const pages = [
  '/',
  '/welcome',
  '/servers',
  '/servers/new',
  '/servers/mean',
  '/policies',
  '/policies/files?server=files',
  '/policies?catalog=npm-tavily-mcp',
  '/grants',
  '/grants?new=1',
  '/grants/matrix',
  '/approvals',
  '/activity',
  '/explore?q=github',
  '/explore/npm-tavily-mcp',
  '/explore/npm-tavily-mcp/tavily_search',
  '/inbox',
  '/settings',
  '/settings/members',
  '/settings/notifications',
  '/settings/installation',
  '/settings/api-keys',
];

/** The elements that reach over the right edge of the screen, the innermost of each branch, where anything does. */
const over = `(() => {
  const edge = window.innerWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  const wide = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > edge + 1);
  const inner = wide.filter((e) => !wide.some((other) => other !== e && e.contains(other)));
  return [document.documentElement.scrollWidth + ' px', ...inner.map((e) => e.outerHTML.slice(0, 160))];
})()`;

/** The elements that scroll by a few pixels: nothing is hidden there, and a bar is drawn for it. */
const slight = `[...document.querySelectorAll('body *')].filter((e) => {
  const { overflowX, overflowY } = getComputedStyle(e);
  const scrolls = (how, by) => (how === 'auto' || how === 'scroll') && by > 0 && by < 4;
  return scrolls(overflowY, e.scrollHeight - e.clientHeight) || scrolls(overflowX, e.scrollWidth - e.clientWidth);
}).map((e) => e.outerHTML.slice(0, 160))`;

/** Every page, filled: by axe in both themes, and no wider than the narrowest screen. */
export const accessible: Part = (stage) => {
  for (const path of pages) {
    onStage(
      stage,
      `${path}: named in its window; nothing that axe finds wrong, light and dark; no wider than 360 px, no bar for nothing`,
      async ({ page }) => {
        const found: string[] = [];
        await page.setViewportSize({ width: 1440, height: 900 });
        await visit(page, path);
        const heading = await page.locator('h1').first().textContent();
        const title = (await page.title()).replace(/^\(\d+\+?\) /, '');
        if (title !== `${heading} · Toolgate`) found.push(`the window of ${heading} is called ${title}`);
        for (const scheme of ['light', 'dark'] as const) {
          await wear(page, scheme);
          const what = scheme === 'light' ? 'all' : 'colours';
          found.push(...(await violations(page, what)).map((line) => `${scheme}: ${line}`));
        }
        found.push(...((await page.evaluate(slight)) as string[]).map((what) => `scrolls by a hair: ${what}`));
        await page.setViewportSize({ width: 360, height: 800 });
        await wear(page, 'light');
        found.push(...((await page.evaluate(over)) as string[]).map((what) => `wider than the screen: ${what}`));
        found.push(...(await violations(page)).map((line) => `360 px: ${line}`));
        await page.setViewportSize({ width: 1440, height: 900 });
        expect(found).toEqual([]);
      },
    );
  }
};
