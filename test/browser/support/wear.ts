import type { Page } from 'playwright-core';

/**
 * Colours change over some milliseconds, even where nothing else moves, and what inherits one changes after it. Nothing does
 * on a page that is behind another or draws no frame, which must not hold a test for good.
 */
const settled = `Promise.race([
  new Promise((resolve) => setTimeout(resolve, 3000)),
  (async () => {
    const frame = () => new Promise(requestAnimationFrame);
    for (let still = 0; still < 3; ) {
      await frame();
      const moving = document.getAnimations();
      still = moving.length === 0 ? still + 1 : 0;
      await Promise.allSettled(moving.map(({ finished }) => finished));
    }
  })(),
])`;

/** Has a page in a theme, wholly. */
export async function wear(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.bringToFront();
  await page.emulateMedia({ colorScheme });
  await page.evaluate(settled);
}
