import { expect, test } from 'vitest';
import { AmountReader } from './amount-reader.ts';

test('amounts are what the text says, whatever another line with its number said', () => {
  const amounts = new AmountReader();
  const text = (cost: number): string => JSON.stringify([{ key: 'k', windowMs: 1_000, align: 'sliding', cost }]);
  for (let cost = 0; cost < 5_000; cost += 1) {
    for (const alike of [1, cost, undefined]) {
      const found = amounts.of(text(cost), alike);
      expect(found).toEqual(JSON.parse(text(cost)));
      expect(amounts.of(text(cost), alike)).toBe(found);
    }
  }
});
