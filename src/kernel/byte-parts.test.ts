import { expect, it } from 'vitest';
import { joined, lengthOf } from './byte-parts.ts';

it('bytes in parts are as long as all of them, and the same when they are joined', () => {
  const one = Buffer.from('one');
  expect([lengthOf(one), joined(one)]).toEqual([3, one]);
  expect(joined(one)).toBe(one);
  expect([lengthOf([]), joined([]).length]).toEqual([0, 0]);
  expect([lengthOf([one, Buffer.from('two'), one]), joined([one, Buffer.from('two'), one]).toString()]).toEqual([
    9,
    'onetwoone',
  ]);
});
