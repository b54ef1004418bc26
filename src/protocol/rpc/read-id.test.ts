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
