/** Shipped modules in a simulated world: no promise is broken, whatever the seed, and planted mistakes are found. */
import { describe, expect, it } from 'vitest';
import { type Bug, bugs } from './bugs.ts';
import { checkHistory } from './check-history.ts';
import type { Happening } from './history.ts';
import { simulate } from './simulate.ts';

const seeds = 500;
/** A seed that shows each mistake; `node test/simulator/run.ts --bug …` finds others. */
const shownBy: Readonly<Record<Bug, number>> = {
  'a restart forgets what was counted': 29,
  'a trip that was given up is run later': 39,
  'what is in doubt is given back again': 39,
  'an approval is looked at and used in two steps': 129,
  'a look confirms when it ends, not when it began': 316,
  'a gateway that cannot know serves all the same': 2,
  'a letter without an answer is posted again': 1,
};

describe('the simulator', { timeout: 180_000 }, () => {
  it(`finds nothing broken in ${seeds} seeds, of which something happens in each`, async () => {
    const kinds = new Set<string>();
    for (let seed = 1; seed <= seeds; seed += 1) {
      const history = await simulate(seed);
      expect(checkHistory(history), `node test/simulator/run.ts --seed ${seed}`).toEqual([]);
      expect(history.length).toBeGreaterThan(10);
      for (const { kind } of history) kinds.add(kind);
    }
    const all = ['acknowledged', 'confirmed', 'counted', 'forwarded', 'given back', 'note', 'taken', 'used'];
    expect([...kinds].sort()).toEqual(all);
  });

  it('tells the same of a seed each time', async () => {
    const told = await simulate(7);
    const again = (history: readonly Happening[]) =>
      // Ids are drawn by the product itself.
      JSON.stringify(history).replaceAll(/[0-9a-f]{32}/g, '');
    expect(again(await simulate(7))).toBe(again(told));
    expect(again(await simulate(8))).not.toBe(again(told));
  });

  it.each(bugs)('finds it when %s', async (bug) => {
    expect(checkHistory(await simulate(shownBy[bug]))).toEqual([]);
    expect(checkHistory(await simulate(shownBy[bug], bug))).not.toEqual([]);
  });
});

describe('the checker', () => {
  const by = 'one';
  const budget = { by, key: 'k', windowMs: 1_000, max: 3 };
  const counted = (at: number, cost: number): Happening => ({ kind: 'counted', time: at, ...budget, at, cost });
  const forwarded = (judgedAt: number, policy: number, at = by): Happening => {
    const time = judgedAt + 1;
    return { kind: 'forwarded', time, by: at, call: 'c', policy, judgedAt };
  };
  const used = (kind: 'used' | 'given back', call: string): Happening => ({ kind, time: 1, by, approval: 'a', call });
  const way = { by, address: 'x', sender: 's' };
  const taken = (letter: string, place: number): Happening => ({ kind: 'taken', time: 1, ...way, letter, place });
  const acknowledged: Happening = { kind: 'acknowledged', time: 100, by, policy: 2 };

  it.each<readonly [string, readonly Happening[], boolean]>([
    ['a window that is full', [counted(0, 2), counted(999, 1), counted(1_000, 2)], true],
    ['one that is over, whatever the order it was told in', [counted(999, 2), counted(0, 2)], false],
    [
      'an approval that is used again when it was given back',
      [used('used', 'c'), used('given back', 'c'), used('used', 'd')],
      true,
    ],
    ['one that is used twice', [used('used', 'c'), used('used', 'd')], false],
    ['the old policy, before anybody was told', [acknowledged, forwarded(99, 1)], true],
    ['the old one where the new one was acknowledged', [acknowledged, forwarded(101, 1)], false],
    ['the old one elsewhere, for as long as one may not know', [acknowledged, forwarded(5_100, 1, 'other')], true],
    ['and longer', [acknowledged, forwarded(5_101, 1, 'other')], false],
    ['letters in order', [taken('l', 1), taken('m', 2)], true],
    ['out of order', [taken('m', 2), taken('l', 1)], false],
    ['a letter twice', [taken('l', 1), taken('l', 2)], false],
    ['a letter that is confirmed and never came', [{ kind: 'confirmed', time: 1, by, letter: 'l', held: true }], false],
  ])('knows %s', (_what, history, holds) => {
    expect(checkHistory(history).length === 0).toBe(holds);
  });
});
