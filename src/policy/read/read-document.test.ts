import { expect, it } from 'vitest';
import { integer, list, object, readDocument, text, window } from './index.ts';
import { needed, optional } from './reader.ts';

const reader = object('an object', {
  some: needed(list('a list of numbers', integer(1, 5), 1, 2), 'Numbers.'),
  name: optional(text(3), 'A name.'),
  every: optional(window, 'How often.'),
});

it.each<[string, 'json' | 'yaml']>([
  ['{"some":[1,5],"name":"💡é!","every":"2m"}', 'json'],
  ['some: [1, 5]\nname: 💡é!\nevery: 2m', 'yaml'],
])('reads %j', (written, format) => {
  const read = readDocument(written, format, reader);
  expect(read).toMatchObject({ ok: true, value: { some: [1, 5], name: '💡é!', every: { ms: 120_000 } } });
  expect(read.ok && read.positionAt(0)).toEqual({ line: 1, column: 1 });
});

it.each([
  ['{"some":[0]}', 'a whole number from 1 to 5', '/some/0'],
  ['{"some":[6]}', 'a whole number from 1 to 5', '/some/0'],
  ['{"some":[1.5]}', 'a whole number from 1 to 5', '/some/0'],
  ['{"some":["1"]}', 'a whole number from 1 to 5', '/some/0'],
  ['{"some":[]}', 'a list of numbers, not empty', '/some'],
  ['{"some":[1,1,1]}', 'at most 2', '/some'],
  ['{"some":[1],"name":"abcd"}', 'at most 3 characters', '/name'],
  ['{"some":[1],"some":[1]}', 'a key only once', '/some'],
  ['{"some":[1]', '"," or "}"', ''],
])('refuses %s', (written, expected, pointer) => {
  expect(readDocument(written, 'json', reader)).toMatchObject({ ok: false, errors: [{ expected, pointer }] });
});

it('has a schema that says the same', () => {
  expect(reader.schema).toEqual({
    type: 'object',
    properties: {
      some: {
        description: 'Numbers.',
        type: 'array',
        items: { type: 'integer', minimum: 1, maximum: 5 },
        minItems: 1,
        maxItems: 2,
      },
      name: { description: 'A name.', type: 'string', maxLength: 3 },
      every: { description: 'How often.', ...window.schema },
    },
    required: ['some'],
    additionalProperties: false,
  });
  expect(object('', {}).schema).toEqual({ type: 'object', properties: {}, additionalProperties: false });
  expect(integer(0).schema).toEqual({ type: 'integer', minimum: 0 });
  expect(list('', integer(0)).schema).toEqual({ type: 'array', items: { type: 'integer', minimum: 0 } });
});

it('stops at what is too much, and lets through what is no fault of the text', () => {
  const many = `{${Array.from({ length: 300 }, (_, index) => `"k${index}":1`).join()}}`;
  expect(readDocument(many, 'json', reader)).toMatchObject({ ok: false });
  expect(() => readDocument(undefined as unknown as string, 'json', reader)).toThrow(TypeError);
});
