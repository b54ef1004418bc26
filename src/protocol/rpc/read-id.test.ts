import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readId } from './read-id.ts';

const keyOf = (text: string): string | undefined => readId(Buffer.from(text), { start: 0, end: text.length })?.key;

it('one integer is one id, however it is written', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (n) => {
      const exponent = n % 10 === 0 && n !== 0 ? [`${n / 10}e1`, `${n / 10}E+1`] : [];
      for (const text of [`${n}`, `${n}.0`, `${n}.000`, `${n}e0`, `${n}E-0`, ...exponent])
        expect(keyOf(text)).toBe(`n:${n}`);
    }),
  );
  expect(keyOf('-0')).toBe('n:0');
});

it('an id has at most 1,024 bytes, wherever it stands', () => {
  const of = (length: number) => {
    const text = `"${'x'.repeat(length - 2)}"`;
    const before = ' '.repeat(2_000);
    return readId(Buffer.from(before + text), { start: 2_000, end: 2_000 + length });
  };
  expect(of(1_024)?.text).toHaveLength(1_024);
  expect(of(1_025)).toBeUndefined();
});

it.each(['null', 'true', 'false', '[]', '[1]', '{}', '1.5', '1e-1', '9007199254740993', '1e400'])(
  '%s is no id',
  (text) => {
    expect(keyOf(text)).toBeUndefined();
  },
);
