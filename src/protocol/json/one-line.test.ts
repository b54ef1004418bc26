import { expect, it } from 'vitest';
import { oneLine } from './one-line.ts';

it('is the same bytes where no line ends', () => {
  const json = Buffer.from('{"a": "\\n"}');
  expect(oneLine(json)).toBe(json);
});

it.each([
  ['{\n"a":1}', '{ "a":1}'],
  ['{\r"a":1}', '{ "a":1}'],
  ['[1,\r\n2]\n', '[1,  2] '],
])('of %j makes %j, and leaves what it was given', (text, expected) => {
  const json = Buffer.from(text);
  expect(oneLine(json).toString()).toBe(expected);
  expect(json.toString()).toBe(text);
});
