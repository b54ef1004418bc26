import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultCaps } from './caps.ts';
import { valueAt, valueReadLate } from './read-span.ts';
import { type Scan, scan } from './scan.ts';

function scanned(bytes: Buffer): Scan {
  const read = scan(bytes, defaultCaps, 'everywhere');
  if (read.kind === 'offence') throw new Error(read.message);
  return read;
}

const long = 'x'.repeat(5000);
const late = (text: string) => {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  const { span, longStrings } = scanned(bytes);
  return { bytes, value: valueReadLate(bytes, span, longStrings) };
};

describe('long strings', () => {
  it('are noted where they stand, if they are values and long', () => {
    const text = (bytes: number): string => JSON.stringify({ ['k'.repeat(5000)]: ['', 'y'.repeat(bytes - 2)] });
    expect(scanned(Buffer.from(text(4095))).longStrings).toEqual([]);
    const bytes = Buffer.from(text(4096));
    const [found] = scanned(bytes).longStrings;
    expect(bytes.toString('utf8', found?.start, found?.end)).toBe(JSON.stringify('y'.repeat(4094)));
  });

  it('are to whoever looks what they are read at once', () => {
    const string = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }).map((each) => each.repeat(400)),
      fc.string({ unit: 'grapheme' }),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        string,
        fc.integer(),
        fc.constantFrom(true, null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc
          .array(fc.tuple(fc.oneof(string, fc.constantFrom('constructor', '0')), tie('value')), { maxLength: 4 })
          .map((entries) => Object.fromEntries(entries)),
      ),
    }));
    fc.assert(
      fc.property(
        fc.oneof(fc.dictionary(fc.string(), value), value),
        fc.constantFrom(undefined, 1),
        (written, indent) => {
          const bytes = Buffer.from(`[${JSON.stringify(written, null, indent).replaceAll(/\\ud[8-f]../g, '?')}]`);
          fc.pre(!bytes.includes('__proto__'));
          const { longStrings } = scanned(bytes);
          // Only a part of the text is read.
          const span = { start: 1, end: bytes.length - 1 };
          const read = valueReadLate(bytes, span, longStrings);
          expect(JSON.stringify(read)).toBe(JSON.stringify(valueAt(bytes, span)));
          expect(isDeepStrictEqual(structuredClone(read), valueAt(bytes, span))).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('that stand before or behind what is read are none of its own', () => {
    const [before, own, behind] = ['b', 'o', 'c'].map((letter) => letter.repeat(5000));
    for (const args of [{ a: own, n: 1 }, { n: 1 }, [own], []]) {
      const text = JSON.stringify({ name: before, args, more: [behind] });
      const bytes = Buffer.from(text);
      const start = text.indexOf(JSON.stringify(args));
      const span = { start, end: start + JSON.stringify(args).length };
      const { longStrings } = scanned(bytes);
      expect(longStrings.length).toBeGreaterThanOrEqual(2);
      expect(JSON.stringify(valueReadLate(bytes, span, longStrings))).toBe(JSON.stringify(args));
    }
  });

  it('are read once, when somebody looks', () => {
    const { bytes, value } = late(`{"a":"${long}","list":[1,"${long}",2],"b":"short"}`);
    const read = value as { a: string; list: string[]; b: string };
    expect([Object.keys(read), read.list.length, read.b]).toEqual([['a', 'list', 'b'], 3, 'short']);
    expect(read.a).toBe(long);
    bytes.fill('!');
    expect(read.a).toBe(long);
    expect(() => read.list[1]).toThrow();
  });

  it('cannot be looked at any more when their text was given away', () => {
    const { bytes, value } = late(`{"a":"${long}"}`);
    (bytes.buffer as ArrayBuffer).transfer(0);
    expect(() => (value as { a: string }).a).toThrow('was given away');
  });

  it('that are all there is are read at once', () => {
    expect(late(JSON.stringify(long)).value).toBe(long);
    expect(late('{"a":1}').value).toEqual({ a: 1 });
  });
});
