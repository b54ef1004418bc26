import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineSplitter } from './line-splitter.ts';

/** Cuts `bytes` into chunks at the places given. */
function chunks(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const places = [...cuts.map((cut) => cut % (bytes.length + 1)), 0, bytes.length].sort((a, b) => a - b);
  return places.slice(1).map((end, n) => bytes.subarray(places[n], end));
}

it('cuts the same lines wherever the chunks are cut', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.uint8Array({ maxLength: 20 }).map((line) => Buffer.from(line.filter((byte) => byte !== 10))),
        {
          maxLength: 10,
        },
      ),
      fc.array(fc.nat(), { maxLength: 8 }),
      (lines, cuts) => {
        const heard: Buffer[] = [];
        const feed = lineSplitter(20, (line) => void heard.push(line), expect.unreachable);
        for (const chunk of chunks(Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])), cuts))
          void feed(chunk);
        expect(heard.map(String)).toEqual(lines.map(String));
      },
    ),
  );
});

it('hears of the first line over the cap at the byte that makes it so, and of nothing after it', () => {
  fc.assert(
    fc.property(fc.nat(30), fc.array(fc.nat(), { maxLength: 8 }), (length, cuts) => {
      const heard: string[] = [];
      let tooLong = 0;
      const feed = lineSplitter(
        10,
        (line) => void heard.push(String(line)),
        () => {
          tooLong += 1;
        },
      );
      for (const chunk of chunks(Buffer.from(`a\n${'x'.repeat(length)}\nb\n`), cuts)) void feed(chunk);
      expect(tooLong).toBe(length > 10 ? 1 : 0);
      expect(heard).toEqual(length > 10 ? ['a'] : ['a', 'x'.repeat(length), 'b']);
    }),
  );
});
