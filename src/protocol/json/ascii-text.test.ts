import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asciiText } from './ascii-text.ts';
import { defaultCaps } from './caps.ts';
import { scan } from './scan.ts';

describe('a short text of ASCII', () => {
  it.each([
    ['', ''],
    ['{"a":1}', '{"a":1}'],
    ['\u007f\u0000', '\u007f\u0000'],
    ['é', undefined],
    ['a'.repeat(4096), 'a'.repeat(4096)],
    ['a'.repeat(4097), undefined],
  ])('%j', (text, expected) => expect(asciiText(Buffer.from(text))).toBe(expected));

  it('is told by a scan, and has at each place what the bytes have', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary-ascii' }));
    fc.assert(
      fc.property(fc.dictionary(text, text), (value) => {
        const bytes = Buffer.from(JSON.stringify(value));
        const scanned = scan(bytes, defaultCaps, 'watched');
        if (scanned.kind === 'offence') return;
        const isPlain = bytes.every((byte) => byte < 0x80);
        expect(scanned.ascii).toBe(isPlain ? bytes.toString() : undefined);
      }),
    );
  });
});
