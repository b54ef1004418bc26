import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Slices } from '../kernel/index.ts';
import { LayeredMap } from './layered-map.ts';

const key = fc.integer({ min: 0, max: 900 });
const changes = fc.array(fc.tuple(key, fc.option(fc.nat(), { nil: undefined })), { maxLength: 400 });

it('is a map like any other, whatever was changed before; and the ones before it stay as they were', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(key, fc.nat()), { maxLength: 300 }),
      fc.array(changes, { maxLength: 4 }),
      async (first, rest) => {
        const plain = new Map(first);
        const versions = [{ layered: LayeredMap.of<number, number>(new Map(first)), expected: [...new Map(first)] }];
        for (const step of rest) {
          for (const [name, value] of step) {
            if (value === undefined) plain.delete(name);
            else plain.set(name, value);
          }
          const last = versions.at(-1)?.layered;
          if (last === undefined) throw new Error('there is always a version');
          versions.push({ layered: await last.with(new Map(step), new Slices()), expected: [...plain] });
        }
        const sorted = (entries: Iterable<[number, number]>) => [...entries].sort(([a], [b]) => a - b);
        for (const { layered, expected } of versions) {
          expect(sorted(layered)).toEqual(sorted(expected));
          expect(layered.size).toBe(expected.length);
          const known = new Map(expected);
          for (let name = 0; name <= 900; name += 1) {
            expect(layered.get(name)).toBe(known.get(name));
            expect(layered.has(name)).toBe(known.has(name));
          }
          expect(sorted([...layered.keys()].map((name): [number, number] => [name, layered.get(name) ?? -1]))).toEqual(
            sorted(expected),
          );
        }
      },
    ),
    { numRuns: 30 },
  );
});

/** @returns a map that somebody came to and went from, and who that was */
async function visited(): Promise<readonly [LayeredMap<object, string>, WeakRef<object>]> {
  const guest = {};
  const slices = new Slices();
  const occupied = await LayeredMap.of<object, string>(new Map([[{}, 'stays']])).with(
    new Map([[guest, 'comes']]),
    slices,
  );
  return [await occupied.with(new Map([[guest, undefined]]), slices), new WeakRef(guest)];
}

it('keeps nothing of who came and went', async () => {
  const [left, guest] = await visited();
  setFlagsFromString('--expose-gc');
  // What was looked at in a turn is kept to its end.
  await setImmediate();
  (runInNewContext('gc') as () => void)();
  expect([[...left.values()], guest.deref()]).toEqual([['stays'], undefined]);
});
