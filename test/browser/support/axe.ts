import axe from 'axe-core';
import type { Page } from 'playwright-core';

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * What axe finds wrong with the page as it is, by WCAG 2.2 A and AA: one line a finding.
 *
 * @param what all of it, or only what another theme can change on a page that was looked at already
 */
export async function violations(page: Page, what: 'all' | 'colours' = 'all'): Promise<readonly string[]> {
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe.source);
  const run = `axe.run(document, { runOnly: ${JSON.stringify(what === 'all' ? tags : ['color-contrast'])} }).then(({ violations }) => violations)`;
  const found = (await page.evaluate(run)) as readonly Violation[];
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}
