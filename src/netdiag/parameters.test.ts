import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../protocol/index.ts';
import { choice, inputSchema, integer, list, readArguments, text } from './parameters.ts';

const parameters = {
  name: text({ description: 'A name.', maxLength: 5 }),
  size: integer({ description: 'A size.', minimum: 1, maximum: 9, fallback: 3 }),
  kind: choice({ description: 'A kind.', words: ['a', 'b'], fallback: 'a' }),
  ports: list({ description: 'Ports.', of: integer({ description: 'One.', minimum: 1, maximum: 9 }), maxItems: 2 }),
};

describe('inputSchema', () => {
  it('is closed and says what is required', () => {
    expect(inputSchema(parameters)).toMatchObject({
      type: 'object',
      required: ['name', 'ports'],
      additionalProperties: false,
      properties: { size: { type: 'integer', default: 3 }, ports: { items: { type: 'integer' } } },
    });
  });
});

describe('readArguments', () => {
  it('fills in what is absent', () => {
    expect(readArguments(parameters, { name: 'x', ports: [1] })).toEqual({ name: 'x', size: 3, kind: 'a', ports: [1] });
  });

  it.each<[string, JsonObject, RegExp]>([
    ['an absent argument', { ports: [1] }, /"name" is required/],
    ['an unknown argument', { name: 'x', ports: [1], nam: 1 }, /no argument "nam"/],
    [
      'an inherited name',
      JSON.parse('{"name":"x","ports":[1],"__proto__":1}') as JsonObject,
      /no argument "__proto__"/,
    ],
    ['a number for a text', { name: 1, ports: [1] }, /must be a string/],
    ['an empty text', { name: '', ports: [1] }, /1 to 5 characters/],
    ['a long text', { name: 'abcdef', ports: [1] }, /1 to 5 characters/],
    ['a text for a number', { name: 'x', ports: [1], size: '3' }, /whole number/],
    ['a fraction', { name: 'x', ports: [1], size: 1.5 }, /whole number/],
    ['null', { name: 'x', ports: [1], size: null }, /whole number/],
    ['a word that is not listed', { name: 'x', ports: [1], kind: 'c' }, /one of a, b/],
    ['no list', { name: 'x', ports: 1 }, /list of 1 to 2/],
    ['an empty list', { name: 'x', ports: [] }, /list of 1 to 2/],
    ['a long list', { name: 'x', ports: [1, 2, 3] }, /list of 1 to 2/],
    ['a value twice', { name: 'x', ports: [1, 1] }, /twice/],
    ['a bad item', { name: 'x', ports: [1, 99] }, /"ports\[1\]"/],
  ])('refuses %s', (_, given, message) => {
    expect(() => readArguments(parameters, given)).toThrow(message);
  });

  it('takes exactly the numbers that the schema promises', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer({ min: -20, max: 20 }), fc.double()), (size) => {
        const fits = Number.isInteger(size) && size >= 1 && size <= 9;
        const read = () => readArguments({ size: parameters.size }, { size });
        if (fits) expect(read().size).toBe(size);
        else expect(read).toThrow();
      }),
    );
  });
});
