import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, bytesOf } from './address.ts';

const byte = fc.integer({ min: 0, max: 255 });
const bytes16 = fc.array(fc.oneof(byte, fc.constant(0)), { minLength: 16, maxLength: 16 });
const groupsOf = (bytes: readonly number[]): number[] =>
  Array.from({ length: 8 }, (_, index) => (bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0));

/** RFC 4291's ways to write the same sixteen bytes. */
function spellings(bytes: readonly number[]): string[] {
  const groups = groupsOf(bytes);
  const hex = groups.map((group) => group.toString(16));
  const full = groups.map((group) => group.toString(16).toUpperCase().padStart(4, '0'));
  const quad = bytes.slice(12).join('.');
  const short = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((from) =>
    [1, 2, 3, 4, 5, 6, 7, 8]
      .filter((length) => from + length <= 8 && groups.slice(from, from + length).every((group) => group === 0))
      .map((length) => `${hex.slice(0, from).join(':')}::${hex.slice(from + length).join(':')}`),
  );
  const mixed = groups.slice(0, 6).every((group) => group === 0) ? [`::${quad}`] : [];
  return [hex.join(':'), full.join(':'), `${full.slice(0, 6).join(':')}:${quad}`, ...short, ...mixed];
}

it('reads all spellings of one address as its bytes', () => {
  fc.assert(
    fc.property(bytes16, (bytes) => {
      const mapped = bytes.slice(0, 10).every((one) => one === 0) && bytes[10] === 255 && bytes[11] === 255;
      for (const text of spellings(bytes)) {
        expect(bytesOf(text), text).toEqual(bytes);
        expect(addressOf(text), text).toEqual(mapped ? bytes.slice(12) : bytes);
      }
    }),
  );
  fc.assert(
    fc.property(fc.array(byte, { minLength: 4, maxLength: 4 }), (bytes) => {
      expect(addressOf(bytes.join('.'))).toEqual(bytes);
      expect(addressOf(`::ffff:${bytes.join('.')}`)).toEqual(bytes);
      expect(bytesOf(`::ffff:${bytes.join('.')}`)).toHaveLength(16);
      // Close to a mapped address, and none.
      expect(addressOf(`::1:ffff:${bytes.join('.')}`)).toHaveLength(16);
      expect(addressOf(`::fffe:${bytes.join('.')}`)).toHaveLength(16);
      expect(addressOf(`::feff:${bytes.join('.')}`)).toHaveLength(16);
    }),
  );
});

describe('what is no literal address', () => {
  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.04',
    '1.2.3.256',
    '1.2.3.999',
    '0x1.2.3.4',
    '1.2.3.4 ',
    ' 1.2.3.4',
    '1.2.3.4\n',
    '::1.2.3.256',
    '::01.2.3.4',
    '::1.2.3',
    '1.2.3.4::',
    '::1.2.3.4:5',
    ':1.2.3.4',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8:9',
    '12345::',
    'g::',
    'fe80::1%eth0',
    '[::1]',
    '::1/128',
    ':',
    ':::',
    'abcd',
    `::${'0'.repeat(44)}`,
  ])('%j', (text) => expect(addressOf(text)).toBeUndefined());
});

it('reads the longest spelling', () => {
  expect(bytesOf('ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255')).toEqual(Array(16).fill(255));
});
