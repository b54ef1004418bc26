import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { noBrowser } from '../support/browser.ts';
import type { Stage } from '../support/stage.ts';

/** Tests of the dashboard that share one stage; it is there once the first of them runs. */
export type Part = (stage: () => Stage | undefined) => void;

/** A test on the stage, which says why it is skipped where there is none. */
export function onStage(stage: () => Stage | undefined, name: string, run: (stage: Stage) => Promise<void>): void {
  test(name, async (context) => {
    const the = stage();
    if (the === undefined) return context.skip(noBrowser);
    await run(the);
  });
}

/** Goes to an address as a link of the page would, without loading it anew. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate(
    `history.pushState({}, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
  );
  await page.waitForTimeout(50);
  await page.locator('main[aria-busy]').waitFor({ state: 'detached' });
  await settled(page);
}

/** Waits until everything that was asked for is shown. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.locator('[aria-label=Loading]').first().waitFor({ state: 'detached' });
}

/** Where the focus is: nowhere, after what had it is gone, is the body. */
const focused = '(document.activeElement ?? document.body).tagName';

/** Waits until the focus is on something again: whoever uses keys goes on from there, and not from the top of the page. */
export async function hasFocus(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(focused), { timeout: 5_000 }).not.toMatch(/^(BODY|MAIN)$/);
}
