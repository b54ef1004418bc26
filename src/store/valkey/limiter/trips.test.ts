import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Errand, ErrandResult } from './errand.ts';
import { OwnSlots } from './own-slots.ts';
import { Trips } from './trips.ts';

const errand = { kind: 'look', demand: { budgets: [], slots: [] } } as const;

/** Trips that come back when they are told to; how many errands each had. */
function opened() {
  const trips = new Trips();
  const sizes: number[] = [];
  const under: (() => void)[] = [];
  const run = (errands: readonly Errand[]): Promise<readonly ErrandResult[]> => {
    sizes.push(errands.length);
    const { promise, resolve } = Promise.withResolvers<readonly ErrandResult[]>();
    under.push(() => resolve(errands.map(() => ({ kind: 'done' }))));
    return promise;
  };
  trips.open(run, new OwnSlots(), true);
  return { trips, sizes, back: () => under.shift()?.() };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await setImmediate();
}

describe('trips', () => {
  it('set out with all who came turn by turn, as soon as a turn has brought nobody', async () => {
    const { trips, sizes, back } = opened();
    const asked: Promise<ErrandResult>[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      asked.push(trips.ask(errand), trips.ask(errand));
      await setImmediate();
      expect(sizes).toEqual([]);
    }
    await turns(2);
    expect(sizes).toEqual([20]);
    back();
    expect(await Promise.all(asked)).toHaveLength(20);
  });

  it('are one at a time, and give-backs share them', async () => {
    const { trips, sizes, back } = opened();
    const first = trips.ask(errand);
    await turns(3);
    const others = [
      trips.ask(errand),
      trips.settle({ kind: 'giveBack', era: 'e', at: 0, taken: [], slots: ['s'] }),
      trips.ask(errand),
    ];
    await turns(5);
    expect(sizes).toEqual([1]);
    back();
    await first;
    await turns(20);
    expect(sizes).toEqual([1, 3]);
    back();
    await Promise.all(others);
    expect(trips.count).toBe(2);
  });

  it('do not wait for ever for somebody more, and are full at 256', async () => {
    const { trips, sizes, back } = opened();
    const asked: Promise<ErrandResult>[] = [];
    for (let turn = 0; sizes.length === 0; turn += 1) {
      expect(turn).toBeLessThan(80);
      asked.push(trips.ask(errand));
      await setImmediate();
    }
    expect(asked.length).toBeGreaterThan(60);
    for (let n = 0; n < 300; n += 1) asked.push(trips.ask(errand));
    while (sizes.length < 3) {
      back();
      await turns(20);
    }
    back();
    expect(await Promise.all(asked)).toHaveLength(asked.length);
    expect(sizes[1]).toBe(256);
  });
});
