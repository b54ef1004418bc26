import { expect, it } from 'vitest';
import { skipPlainRun } from './plain-run.ts';

it('stops in the eight bytes that hold a quote, a backslash or a control character, and nowhere else', () => {
  for (let byte = 0; byte < 256; byte += 1) {
    const ends = byte < 0x20 || byte === 0x22 || byte === 0x5c;
    for (let place = 0; place < 24; place += 1) {
      const bytes = Buffer.alloc(24, 'x');
      bytes[place] = byte;
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      expect(skipPlainRun(view, 0), `${byte} at ${place}`).toBe(ends ? place - (place % 8) : 24);
    }
  }
});

it('passes no more than 256 bytes at a time', () => {
  const view = new DataView(Buffer.alloc(600, 'x').buffer, 0, 600);
  expect([0, 5, 340, 345, 590].map((from) => skipPlainRun(view, from) - from)).toEqual([256, 256, 256, 248, 8]);
});

it('goes on from where it is told to, and leaves what is less than eight bytes', () => {
  const bytes = Buffer.from(`"${'x'.repeat(20)}"`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  expect([1, 5, 6, 14, 15].map((from) => skipPlainRun(view, from))).toEqual([17, 21, 14, 14, 15]);
});
