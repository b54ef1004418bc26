import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pagePosition } from './page.ts';
import { pageOfBoth } from './page-of-both.ts';

const key = fc.stringMatching(/^[a-e]{1,3}$/);
const keys = fc.uniqueArray(key, { maxLength: 30 }).map((all) => all.sort());

it('gives all that is declared or in force once and in order, whatever of the stored is out of force', async () => {
  await fc.assert(
    fc.asyncProperty(keys, keys, fc.array(key), fc.integer({ min: 1, max: 5 }), async (file, store, hidden, limit) => {
      // A filter may leave out of the file's list what it declares: the stored one is out of force all the same.
      const isShadowed = (one: string): boolean => file.includes(one) || hidden.includes(one);
      const given: string[] = [];
      for (let after = ''; ; ) {
        const { items, next } = await pageOfBoth(limit, {
          declared: file.filter((one) => one > after),
          stored: store.filter((one) => one > after).slice(0, limit + 1),
          keyOf: (one) => one,
          shown: (rows) => rows.filter((one) => !isShadowed(one)),
        });
        expect(items.length).toBeLessThanOrEqual(limit);
        given.push(...items);
        if (next === undefined) break;
        const { id } = pagePosition(next);
        expect(id > after).toBe(true);
        after = id;
      }
      expect(given).toEqual([...file, ...store.filter((one) => !isShadowed(one))].sort());
    }),
  );
});
