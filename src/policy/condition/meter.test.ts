import { describe, expect, it } from 'vitest';
import { Meter, OverBudget } from './meter.ts';

describe('a meter', () => {
  it('gives out as many steps as it was given, and not one more', () => {
    const meter = new Meter(3);
    meter.spend(1);
    meter.spend(2);
    meter.spend(0);
    expect(() => meter.spend(1)).toThrow(OverBudget);
    expect(() => meter.spend(0)).toThrow(OverBudget);
  });

  it('counts the keys of an object once, and has them paid for once', () => {
    const value = { a: 1, b: 2, c: 3 };
    const meter = new Meter(4);
    expect(meter.keysOf(value)).toBe(3);
    Reflect.set(value, 'd', 4);
    expect(meter.keysOf(value)).toBe(3);
    meter.spend(1);
    expect(() => meter.spend(1)).toThrow(OverBudget);
    expect(() => new Meter(2).keysOf({ a: 1, b: 2, c: 3 })).toThrow(OverBudget);
  });
});
