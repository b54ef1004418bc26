import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteGatherer } from './byte-gatherer.ts';

it('what comes in pieces is given back in one, again and again, and belongs to whoever took it', () => {
  const piece = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.array(fc.array(piece, { maxLength: 8 }), { maxLength: 4 }), (rounds) => {
      const gatherer = new ByteGatherer();
      const taken = rounds.map((pieces) => {
        for (const each of pieces) gatherer.append(each);
        expect(gatherer.size).toBe(Buffer.concat(pieces).length);
        const all = gatherer.take();
        expect(gatherer.size).toBe(0);
        return all;
      });
      expect(taken).toEqual(rounds.map((pieces) => Buffer.concat(pieces)));
    }),
  );
});

it('takes at most twice what was put in, but for the first bytes', () => {
  const gatherer = new ByteGatherer();
  for (let i = 0; i < 100_000; i += 1) gatherer.append(Buffer.of(i & 0xff));
  const all = gatherer.take();
  expect(all).toHaveLength(100_000);
  expect(all.buffer.byteLength).toBeLessThanOrEqual(200_000);
  expect(all.every((byte, i) => byte === (i & 0xff))).toBe(true);
});
