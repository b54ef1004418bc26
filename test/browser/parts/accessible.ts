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

const wide = 'document.documentElement.scrollWidth - window.innerWidth';

/** Every page, filled: by axe in both themes, and no wider than the narrowest screen. */
export const accessible: Part = (stage) => {
  onStage(
    stage,
    'nothing that axe finds wrong on any page, light and dark, and nothing wider than 360 px',
    async (the) => {
      const { page } = the;
      const found: string[] = [];
      for (const path of pages) {
        await page.setViewportSize({ width: 1440, height: 900 });
        await visit(page, path);
        for (const scheme of ['light', 'dark'] as const) {
          await wear(page, scheme);
          const what = scheme === 'light' ? 'all' : 'colours';
          found.push(...(await violations(page, what)).map((line) => `${path}, ${scheme}: ${line}`));
        }
        await page.setViewportSize({ width: 360, height: 800 });
        const over = Number(await page.evaluate(wide));
        if (over > 0) found.push(`${path}: ${over} px wider than the screen`);
        found.push(...(await violations(page)).map((line) => `${path}, 360 px: ${line}`));
      }
      await page.setViewportSize({ width: 1440, height: 900 });
      await wear(page, 'light');
      expect(found).toEqual([]);
    },
  );
};
