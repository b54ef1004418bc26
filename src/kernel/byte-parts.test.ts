import { describe, expect, it } from 'vitest';
import { byteText, joined, lengthOf } from './byte-parts.ts';

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

describe('text as the bytes of its UTF-8', () => {
  const lengths = [0, 1, 15, 16, 17, 18, 40];
  it.each(lengths)('of %i letters, and with one beyond ASCII at any place', (length) => {
    const plain = 'x'.repeat(length);
    expect(byteText(plain)).toBe(plain);
    for (let at = 0; at <= length; at += 1) {
      const text = `${plain.slice(0, at)}é${plain.slice(at)}`;
      expect(byteText(text)).toBe(Buffer.from(text).toString('latin1'));
    }
  });
});
