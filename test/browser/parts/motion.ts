import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { goTo } from '../support/dashboard.ts';
import { onStage, type Part, visit } from './part.ts';

/** Looks at each frame for whatever moves, and keeps the longest that anything would. */
const watch = `(() => {
  window.__moves = new Map();
  const look = () => {
    for (const { effect, animationName, transitionProperty } of document.getAnimations())
      window.__moves.set(animationName ?? transitionProperty, effect.getComputedTiming().endTime);
    window.__watching = requestAnimationFrame(look);
  };
  look();
})()`;
const watched = `(() => {
  cancelAnimationFrame(window.__watching);
  return [...window.__moves].map(([name, ms]) => ({ name, ms: ms === Infinity ? 'for ever' : ms }));
})()`;

/** Opens and closes what comes and goes with a movement: the palette, a dialog, a menu, a drawer, what is live. */
async function walk(page: Page): Promise<readonly { readonly name: string; readonly ms: number | 'for ever' }[]> {
  await visit(page, '/');
  await page.evaluate(watch);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await goTo(page, 'Grants');
  await page.getByRole('button', { name: 'New grant' }).first().click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await goTo(page, 'Activity');
  await page.getByText('live', { exact: true }).waitFor();
  await page.locator('[data-row]').first().click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  return (await page.evaluate(watched)) as Awaited<ReturnType<typeof walk>>;
}

/** What the reader’s system says of movement is kept; and with movement everything works as well. */
export const motion: Part = (stage) => {
  onStage(
    stage,
    'under reduced motion nothing moves for longer than a moment, and without it everything works',
    async (the) => {
      const { page, complaints } = the;
      const before = complaints.length;
      await page.emulateMedia({ reducedMotion: 'no-preference' });
      // That something moves shows that looking finds what moves.
      const moved = await walk(page);
      expect(moved.map(({ name }) => name)).toEqual(expect.arrayContaining(['rise', 'fade', 'pulse']));
      expect(moved.filter(({ name, ms }) => name !== 'pulse' && (ms === 'for ever' || ms > 200))).toEqual([]);
      await page.emulateMedia({ reducedMotion: 'reduce' });
      expect((await walk(page)).filter(({ ms }) => ms === 'for ever' || ms > 10)).toEqual([]);
      expect(complaints.slice(before)).toEqual([]);
    },
  );
};
