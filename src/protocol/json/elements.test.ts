import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementsAt } from './elements.ts';

function texts(json: string): string[] | undefined {
  const bytes = Buffer.from(json);
  return elementsAt(bytes, { start: 0, end: bytes.length })?.map(({ start, end }) =>
    bytes.toString('utf8', start, end),
  );
}

describe('elementsAt', () => {
  it.each([
    ['[]', []],
    ['[ ]', []],
    ['[1]', ['1']],
    ['[ 1 , "a,b" ,[2,[3]], {"k":"]}"} ]', ['1', '"a,b"', '[2,[3]]', '{"k":"]}"}']],
    ['["\\"", "\\\\", "\\\\\\""]', ['"\\""', '"\\\\"', '"\\\\\\""']],
  ])('%s', (json, expected) => {
    expect(texts(json)).toEqual(expected);
  });

  it.each(['{}', '"[1]"', '1', 'null'])('%s is no array', (json) => {
    expect(texts(json)).toBeUndefined();
  });

  it('finds what JSON.parse finds, however it is spaced', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, '\t', '\n '), (value, indent) => {
        expect(texts(JSON.stringify(value, undefined, indent))?.map((text) => JSON.parse(text))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });
});
