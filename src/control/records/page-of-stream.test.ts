import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PageOfStream } from './page-of-stream.ts';

const most = 256 * 1024;

it('gives every record once and in order, and never holds more of them than may wait', () => {
  const length = fc.oneof(fc.constantFrom(0, 1, 400, 16_384, 81_920, most, most + 1), fc.nat(100_000));
  fc.assert(
    fc.property(fc.array(length, { maxLength: 1_500 }), (lengths) => {
      const all = lengths.map((letters, id) => ({ id, text: { length: letters } as string }));
      const pages = new PageOfStream();
      const given: number[] = [];
      for (let more = true, reads = 0; more; reads += 1) {
        expect(reads).toBeLessThanOrEqual(lengths.length + 1);
        expect(pages.limit).toBeLessThanOrEqual(500);
        const taken = pages.take(all.slice(given.length, given.length + pages.limit));
        const letters = taken.page.reduce((sum, { text }) => sum + text.length, 0);
        expect(taken.page.length === 1 || letters <= most).toBe(true);
        given.push(...taken.page.map(({ id }) => id));
        more = taken.more;
      }
      expect(given).toEqual(all.map(({ id }) => id));
    }),
  );
});

it('reads short records by the hundred, also after a silence and after long ones', () => {
  const pages = new PageOfStream();
  const short = (): { text: string }[] => Array.from({ length: pages.limit }, () => ({ text: 'x'.repeat(400) }));
  for (let i = 0; i < 5; i += 1) pages.take(short());
  expect(pages.limit).toBe(500);
  pages.take([]);
  expect(pages.limit).toBe(500);
  pages.take(Array.from({ length: 500 }, () => ({ text: 'x'.repeat(80_000) })));
  expect(pages.limit).toBe(3);
  for (let i = 0; i < 8; i += 1) pages.take(short());
  expect(pages.limit).toBe(500);
});
