import fc from 'fast-check';
import { expect, it } from 'vitest';
import { skipWideRun } from './wide-run.ts';

const isSpecial = (byte: number): boolean => byte < 0x20 || byte === 0x22 || byte === 0x5c;

/** What is to come out, a byte at a time. */
function firstSpecial(text: Buffer, from: number): number {
  for (let at = from; at < text.length; at += 1) if (isSpecial(text[at] as number)) return at;
  return text.length;
}

it('stops at every control character, quote and backslash, wherever it stands, and at nothing else', () => {
  const text = Buffer.alloc(300, 'x');
  for (let byte = 0; byte < 256; byte += 1) {
    for (let place = 0; place < 150; place += 1) {
      text[place] = byte;
      const found = skipWideRun(text, 3);
      if (found !== (isSpecial(byte) && place >= 3 ? place : text.length))
        throw new Error(`${byte} at ${place}: ${found}`);
      text[place] = 0x78;
    }
  }
});

it('goes on from window to window, to the last byte', () => {
  const text = Buffer.alloc(200_000, 'x');
  // Where the windows of 1, 4, 16 and 64 KB end, and steps of 64 and 16 bytes in them.
  const edges = [1024, 5120, 21_504, 87_040, 152_576, 200_000].flatMap((edge) =>
    [0, 16, 64].map((back) => edge - back),
  );
  for (const edge of edges) {
    for (const place of [edge - 2, edge - 1, edge, edge + 1]) {
      if (place >= text.length) continue;
      text[place] = 0x22;
      expect(skipWideRun(text, 0)).toBe(place);
      expect(skipWideRun(text.subarray(0, place), 0)).toBe(place);
      text[place] = 0x78;
    }
  }
  expect([skipWideRun(text, 0), skipWideRun(text, text.length), skipWideRun(text.subarray(0, 0), 0)]).toEqual([
    200_000, 200_000, 0,
  ]);
});

it('finds what a look at one byte after another finds, also behind what longer texts have left', () => {
  const chunk = fc.oneof(
    fc.uint8Array({ maxLength: 80 }),
    fc.nat(3000).map((length) => new Uint8Array(length).fill(0x80)),
    fc.nat(100).map((length) => new Uint8Array(length).fill(0x21)),
  );
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 8 }), fc.nat(400), (chunks, from) => {
      const text = Buffer.concat(chunks);
      for (let at = Math.min(from, text.length); at < text.length; at = firstSpecial(text, at) + 1) {
        if (skipWideRun(text, at) !== firstSpecial(text, at)) return false;
      }
      return true;
    }),
    { numRuns: 300 },
  );
});
