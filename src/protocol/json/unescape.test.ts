import fc from 'fast-check';
import { expect, it } from 'vitest';
import { unescapeInto } from './unescape.ts';

function unescaped(json: string): string {
  const bytes = Buffer.from(json);
  // Nothing behind what is written is touched, and it is never longer than what it was written with.
  const target = Buffer.alloc(bytes.length + 2, 0xff);
  const end = unescapeInto(target, 1, bytes, 1, bytes.length - 1);
  expect([target[0], ...target.subarray(end)].every((byte) => byte === 0xff)).toBe(true);
  expect(end - 1).toBeLessThanOrEqual(bytes.length - 2);
  return target.toString('utf8', 1, end);
}

it.each([
  ['"\\b\\f\\n\\r\\t\\"\\\\\\/"', '\b\f\n\r\t"\\/'],
  ['"\\u0000\\u007f\\u0080\\u07ff\\u0800\\uffff"', '\u0000\u007f\u0080\u07ff\u0800\uffff'],
  ['"\\ud7ff\\ue000"', '\ud7ff\ue000'],
  ['"\\ud800\\udc00\\uDBFF\\uDFFF"', '\u{10000}\u{10ffff}'],
  ['"a\\u00e4b"', 'aäb'],
  ['""', ''],
])('%s', (json, text) => expect(unescaped(json)).toBe(text));

it('is what JSON.parse reads, however it is escaped', () => {
  const spelt = fc
    .string({ unit: 'binary' })
    .chain((text) =>
      fc
        .infiniteStream(fc.boolean())
        .map((escapes) =>
          Array.from(text, (character) =>
            escapes.next().value === true
              ? Array.from(
                  { length: character.length },
                  (_, i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`,
                ).join('')
              : JSON.stringify(character).slice(1, -1),
          ).join(''),
        ),
    );
  fc.assert(
    fc.property(spelt, (body) => {
      expect(unescaped(`"${body}"`)).toBe(JSON.parse(`"${body}"`));
    }),
    { numRuns: 1_000 },
  );
});
