import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonValue } from '../../protocol/index.ts';
import { applyEdit, invertEdit } from '../edit.ts';
import { parseJsonc } from './parse-jsonc.ts';
import { setMember } from './set-member.ts';
import { valueOfJsonc } from './value-of-jsonc.ts';

const read = (text: string): JsonValue => valueOfJsonc(parseJsonc(text));
const after = (text: string, path: readonly string[], value: JsonValue): string =>
  applyEdit(text, setMember(text, path, value));

it.each([
  ['', '{\n  "a": {\n    "b": 1\n  }\n}\n'],
  ['{}', '{\n  "a": {\n    "b": 1\n  }\n}'],
  ['{\n}\n', '{\n  "a": {\n    "b": 1\n  }\n}\n'],
  ['{ // empty\n}\n', '{ // empty\n  "a": {\n    "b": 1\n  }\n}\n'],
  ['{ "x": 1 }', '{ "x": 1, "a": {\n    "b": 1\n  } }'],
  ['{\n\t"x": 1 // one\n}', '{\n\t"x": 1,\n\t"a": {\n\t\t"b": 1\n\t} // one\n}'],
  ['{\n  "x": 1, // one\n}', '{\n  "x": 1, // one\n  "a": {\n    "b": 1\n  },\n}'],
  ['{\r\n  "x": 1\r\n}', '{\r\n  "x": 1,\r\n  "a": {\r\n    "b": 1\r\n  }\r\n}'],
  ['{\n  "a": { "c": 2 } // kept\n}', '{\n  "a": { "c": 2, "b": 1 } // kept\n}'],
  ['{ "a": { "b": /* was */ 2 } }', '{ "a": { "b": /* was */ 1 } }'],
])('writes into %j', (text, expected) => {
  expect(after(text, ['a', 'b'], 1)).toBe(expected);
});

it('refuses what is no object on the way, and what is no JSON', () => {
  expect(() => setMember('[]', ['a'], 1)).toThrow('the file is no object');
  expect(() => setMember('{"a": 1}', ['a', 'b'], 1)).toThrow('a is no object');
  for (const text of [
    '{',
    '{"a" 1}',
    '{"a": 01}',
    '{"a": tru}',
    '{"a": 1} x',
    '{"a": 1, "a": 2}',
    '"\n"',
    '/*',
    '{a: 1}',
  ])
    expect(() => setMember(text, ['a'], 1), text).toThrow();
});

/** Texts of a value: white space, comments and trailing commas wherever they may stand. */
function texts(value: JsonValue, pick: (most: number) => number): string {
  const gap = (): string => ['', ' ', '\n', '\n  ', ' // "x": { [\n', '/* } ] , */', '\r\n\t'][pick(6)] ?? '';
  if (Array.isArray(value)) {
    const inner = value.map((item) => `${gap()}${texts(item, pick)}${gap()}`).join(',');
    return `[${inner}${value.length > 0 && pick(1) === 1 ? ',' : ''}${gap()}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const inner = Object.entries(value)
      .map(([key, member]) => `${gap()}${JSON.stringify(key)}${gap()}:${gap()}${texts(member, pick)}${gap()}`)
      .join(',');
    return `{${inner}${inner !== '' && pick(1) === 1 ? ',' : ''}${gap()}}`;
  }
  return JSON.stringify(value);
}

const name = fc.oneof(fc.constantFrom('mcpServers', 'a', 'b', '__proto__', 'constructor', ''), fc.string());
const { value: anyValue } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(null, true, false, 0, -1.5, 1e21),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

it('sets that member and nothing else, and taking it back gives the very text', () => {
  const object = fc.dictionary(name, anyValue, { noNullPrototype: true, maxKeys: 4 });
  fc.assert(
    fc.property(
      object,
      fc.array(fc.nat(6), { minLength: 1, maxLength: 40 }),
      fc.array(name, { minLength: 1, maxLength: 3 }),
      anyValue,
      (value, picks, path, member) => {
        let turn = 0;
        const text = texts(value, (most) => (picks[turn++ % picks.length] ?? 0) % (most + 1));
        expect(read(text)).toEqual(value);
        const expected = withMember(value, path, member);
        if (expected === undefined) {
          expect(() => setMember(text, path, member)).toThrow(TypeError);
          return;
        }
        const edit = setMember(text, path, member);
        const written = applyEdit(text, edit);
        expect(read(written)).toEqual(expected);
        expect(applyEdit(written, invertEdit(edit))).toBe(text);
        // What was a comment is one still.
        for (const comment of ['// "x": { [', '/* } ] , */'])
          expect(written.split(comment).length).toBeGreaterThanOrEqual(
            text.split(comment).length - edit.removed.split(comment).length + 1,
          );
      },
    ),
    { numRuns: 500 },
  );
});

function withMember(
  value: JsonValue,
  [name = '', ...rest]: readonly string[],
  member: JsonValue,
): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const own = new Map<string, JsonValue>(Object.entries(value));
  const inner = rest.length === 0 ? member : withMember(own.has(name) ? (own.get(name) ?? null) : {}, rest, member);
  return inner === undefined ? undefined : Object.fromEntries(own.set(name, inner));
}
