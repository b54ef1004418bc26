import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Roster } from './roster.ts';

const step = (name: fc.Arbitrary<string>) =>
  fc.record({
    kind: fc.constantFrom('set', 'set', 'delete', 'get'),
    name,
    value: fc.option(fc.nat(9), { nil: undefined }),
  });

/** Names that differ in their last characters, in none of those, or in their length alone. */
const names = fc.oneof(
  fc.nat(40).map((n) => `n:${n}`),
  fc.nat(40).map((n) => `${n}-and-the-same-end`),
  fc.nat(20).map((n) => 'x'.repeat(n)),
);

describe('a roster', () => {
  it('answers what a map would answer, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(step(names), { maxLength: 300 }), (steps) => {
        const roster = new Roster<number | undefined>();
        const map = new Map<string, number | undefined>();
        for (const { kind, name, value } of steps) {
          if (kind === 'set') {
            roster.set(name, value);
            map.set(name, value);
          } else if (kind === 'delete') expect(roster.delete(name)).toBe(map.delete(name));
          expect([roster.get(name), roster.has(name), roster.size]).toEqual([map.get(name), map.has(name), map.size]);
        }
        const inOrder = (values: Iterable<number | undefined>) =>
          [...values].map((value) => value ?? -1).sort((a, b) => a - b);
        expect(inOrder(roster.values())).toEqual(inOrder(map.values()));
        for (const name of map.keys()) expect(roster.has(name)).toBe(true);
        roster.clear();
        expect([roster.size, roster.values(), roster.has('n:1')]).toEqual([0, [], false]);
      }),
      { numRuns: 500 },
    );
  });

  it('may change while its values are walked through', () => {
    const roster = new Roster<string>();
    for (const name of ['a', 'b', 'c', 'd', 'e']) roster.set(name, name);
    for (const value of roster.values()) roster.delete(value);
    expect(roster.size).toBe(0);
  });
});
