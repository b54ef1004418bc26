import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressKey, Flood, siteKey } from './flood.ts';

const limits = { windowMs: 1_000, keys: 2 };

test('the first is recorded at once, the rest of the second as one with a count', () => {
  const flood = new Flood<string>(limits);
  expect(flood.note('a', 'first', 0)).toBe(true);
  expect(flood.note('a', 'second', 10)).toBe(false);
  expect(flood.note('a', 'third', 990)).toBe(false);
  expect(flood.due(999)).toEqual([]);
  expect(flood.due(1_000)).toEqual([{ refusal: 'first', count: 2, first: 10, last: 990 }]);
});

test('a sum opens the next window, a quiet one ends it', () => {
  const flood = new Flood<string>(limits);
  flood.note('a', 'a', 0);
  flood.note('a', 'a', 1);
  expect(flood.due(1_000)).toHaveLength(1);
  expect(flood.note('a', 'a', 1_001)).toBe(false);
  expect(flood.due(2_000)).toHaveLength(1);
  expect(flood.due(3_000)).toEqual([]);
  expect(flood.note('a', 'a', 3_001)).toBe(true);
});

test('more keys than it can tell apart are counted under one', () => {
  const flood = new Flood<string>(limits);
  expect(['a', 'b', 'c', 'd', 'e'].map((key) => flood.note(key, key, 0))).toEqual([true, true, true, false, false]);
  expect(flood.rest()).toEqual([{ refusal: 'c', count: 2, first: 0, last: 0 }]);
});

test('no refusal goes uncounted, and no key that is told apart makes more than one record a window', () => {
  const arrivals = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), wait: fc.nat(400) }), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(arrivals, fc.constantFrom(1, 2, 4), (list, keys) => {
      const flood = new Flood<string>({ ...limits, keys });
      const recorded: { key: string; at: number }[] = [];
      let now = 0;
      let total = 0;
      for (const { key, wait } of list) {
        now += wait;
        for (const sum of flood.due(now)) {
          recorded.push({ key: sum.refusal, at: now });
          total += sum.count;
        }
        if (flood.note(key, key, now)) {
          recorded.push({ key, at: now });
          total += 1;
        }
      }
      for (const sum of flood.rest()) total += sum.count;
      expect(total).toBe(list.length);
      if (keys < 4) return;
      for (const [i, { key, at }] of recorded.entries()) {
        const next = recorded.slice(i + 1).find((other) => other.key === key);
        if (next !== undefined) expect(next.at - at).toBeGreaterThanOrEqual(limits.windowMs);
      }
    }),
  );
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});

test.each([
  ['192.0.2.7', undefined],
  ['::ffff:192.0.2.7', undefined],
  ['2001:db8:1:2:3::4', '2001:db8:1::/48'],
  ['2001:DB8:0001:ffff::', '2001:db8:1::/48'],
  ['2001:db8::1', '2001:db8:0::/48'],
])('%s is of the site %s', (address, key) => {
  expect(siteKey(address)).toBe(key);
});
