import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bag, type Bagged } from './bag.ts';

describe('a bag', () => {
  it('holds what a set would hold, whatever comes and goes', () => {
    const step = fc.record({ kind: fc.constantFrom('add', 'delete'), which: fc.nat(7) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const things: readonly Bagged[] = Array.from({ length: 8 }, () => ({ place: -1 }));
        const bag = new Bag<Bagged>();
        const set = new Set<Bagged>();
        for (const { kind, which } of steps) {
          const thing = things[which] as Bagged;
          if (kind === 'delete') {
            bag.delete(thing);
            set.delete(thing);
          } else if (!set.has(thing)) {
            bag.add(thing);
            set.add(thing);
          }
          expect(bag.size).toBe(set.size);
          expect(new Set(bag.all())).toEqual(set);
        }
      }),
    );
  });

  it('lets be what lies in another one', () => {
    const [one, other] = [new Bag<Bagged>(), new Bag<Bagged>()];
    const [here, there] = [{ place: -1 }, { place: -1 }];
    one.add(here);
    other.add(there);
    one.delete(there);
    expect([one.all(), other.all()]).toEqual([[here], [there]]);
  });

  it('may change while it is walked through', () => {
    const bag = new Bag<Bagged>();
    for (let n = 0; n < 5; n += 1) bag.add({ place: -1 });
    for (const each of bag.all()) bag.delete(each);
    expect(bag.size).toBe(0);
  });
});
