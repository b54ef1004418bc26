import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chainKey } from './chain.ts';

const length = (text: Buffer): Buffer => number(text.length, 4);

function number(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(BigInt(value));
  return buffer.subarray(8 - bytes);
}

const mac = fc.uint8Array({ minLength: 32, maxLength: 32 });
const seq = fc.oneof(fc.nat(), fc.maxSafeNat());
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(3_000)).map(([part, times]) => part.repeat(times)),
);

it('macs are the HMAC of what the format says, one after the other under the same key', () => {
  fc.assert(
    fc.property(mac, fc.string({ unit: 'grapheme' }), fc.array(fc.tuple(seq, mac, text)), (key, writer, records) => {
      const chain = chainKey(key, writer);
      const name = Buffer.from(writer);
      const hmac = (title: string, ...parts: Uint8Array[]): Buffer =>
        createHmac('sha256', key)
          .update(Buffer.concat([Buffer.from(title), length(name), name, ...parts]))
          .digest();
      for (const [at, prev, record] of records) {
        const bytes = Buffer.from(record);
        const expected = hmac('toolgate record 1\0', number(at, 8), prev, length(bytes), bytes);
        expect(chain.mac(at, prev, record)).toEqual(expected);
        expect(chain.cut(at, prev, at)).toEqual(hmac('toolgate cut 1\0', number(at, 8), prev, number(at, 8)));
      }
    }),
    { numRuns: 300 },
  );
});
