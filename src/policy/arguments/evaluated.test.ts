import { expect, it } from 'vitest';
import { Meter } from '../condition/meter.ts';
import { Evaluated } from './evaluated.ts';

/** The steps that something takes: how many of a hundred are not left. */
function spent(work: (meter: Meter) => void): number {
  const meter = new Meter(100);
  work(meter);
  for (let left = 0; ; left++) {
    try {
      meter.spend(1);
    } catch {
      return 100 - left;
    }
  }
}

it('every part that is remembered is paid for, and again by each schema that takes it over', () => {
  const [names, indices, all] = [new Evaluated(), new Evaluated(), new Evaluated()];
  expect(spent((meter) => names.property('a', meter))).toBe(4);
  expect(spent((meter) => names.property('b', meter))).toBe(4);
  expect(spent((meter) => indices.item(7, meter))).toBe(4);
  expect(spent((meter) => all.add(names, meter))).toBe(8);
  expect(spent((meter) => all.add(indices, meter))).toBe(4);
  expect(spent((meter) => new Evaluated().add(all, meter))).toBe(12);
});

it('what a schema has seen is what whoever takes it over has seen, and no more', () => {
  const [inner, outer] = [new Evaluated(), new Evaluated()];
  inner.property('a', new Meter(4));
  inner.item(3, new Meter(4));
  inner.firstItems(2);
  outer.add(inner, new Meter(8));
  expect(['a', 'b'].map((name) => outer.hasProperty(name))).toEqual([true, false]);
  expect([0, 1, 2, 3, 4].map((index) => outer.hasItem(index))).toEqual([true, true, false, true, false]);
});
