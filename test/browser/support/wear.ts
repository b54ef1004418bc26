import type { Page } from 'playwright-core';

/**
 * Colours change over some milliseconds, even where nothing else moves; and not at all on a page that is behind another or
 * draws no frame, which must not hold a test for good.
 */
const settled = `Promise.race([
  new Promise((resolve) => setTimeout(resolve, 3000)),
  (async () => {
    for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished));
  })(),
])`;

/** Has a page in a theme, wholly. */
export async function wear(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.bringToFront();
  await page.emulateMedia({ colorScheme });
  await page.evaluate(settled);
}
