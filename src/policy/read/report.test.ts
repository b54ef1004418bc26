import { describe, expect, it } from 'vitest';
import { describe as described, Report, TooManyErrors } from './report.ts';

const at = (start: number, pointer = '/x') => ({ pointer, start });
const positionAt = (offset: number) => ({ line: 1, column: offset + 1 });

describe('a report', () => {
  it('tells the first fifty errors and warnings in the order of the document', () => {
    const report = new Report();
    expect(report.failed).toBe(false);
    for (let start = 60; start > 0; start--) {
      expect(report.error(at(start), 'a', 'b')).toBe(undefined);
      report.warn(at(start), 'doubt', `at ${start}`);
    }
    const first = Array.from({ length: 50 }, (_, index) => index + 2);
    expect(report.failed).toBe(true);
    expect(report.errors(positionAt).map(({ column }) => column)).toEqual(first);
    expect(report.warnings(positionAt).map(({ column }) => column)).toEqual(first);
    expect(report.warnings(positionAt)[0]).toEqual({
      code: 'doubt',
      pointer: '/x',
      line: 1,
      column: 2,
      message: 'at 1',
    });
  });

  it('ends the reading with the two hundredth error, which is told as the others are', () => {
    const report = new Report();
    for (let start = 1; start < 200; start++) report.error(at(start), 'a', 'b');
    expect(() => report.error(at(0, '/last'), 'a', 'b')).toThrow(TooManyErrors);
    expect(report.errors(positionAt)[0]?.pointer).toBe('/last');
  });

  it('ends the reading where a document and its parts together ask for too much work', () => {
    const whole = new Report('{}');
    const part = new Report(whole);
    expect(part.text).toBe('{}');
    whole.spend(at(0), 1_000_000);
    part.spend(at(1), 1_000_000);
    expect([whole.failed, part.failed]).toEqual([false, false]);
    expect(() => part.spend(at(2), 1)).toThrow(TooManyErrors);
    expect(part.errors(positionAt)).toMatchObject([
      {
        pointer: '/x',
        column: 3,
        expected: 'fewer or simpler patterns and argument schemas in one document',
        found: 'more than can be compiled quickly',
      },
    ]);
  });

  it('takes over what a part has found', () => {
    const whole = new Report();
    const part = new Report(whole);
    whole.error(at(2, '/b'), 'a', 'b');
    part.error(at(1, '/a'), 'a', 'b');
    part.warn(at(3, '/c'), 'doubt', 'c');
    whole.absorb(part);
    expect(whole.errors(positionAt).map(({ pointer }) => pointer)).toEqual(['/a', '/b']);
    expect(whole.warnings(positionAt).map(({ pointer }) => pointer)).toEqual(['/c']);
  });

  it('tells a dozen of the words that are known, and no more', () => {
    const words = Array.from({ length: 13 }, (_, index) => `w${index}`);
    const report = new Report();
    report.unknownWord(at(0), 'one of', 'zzzzzz', words.slice(0, 12));
    report.unknownWord(at(1), 'one of', 'zzzzzz', words);
    expect(report.errors(positionAt).map(({ expected }) => expected)).toEqual([
      'one of: w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11',
      'one of: w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11 …',
    ]);
  });

  it('tells of the document where there is no pointer, and advice instead of a guess', () => {
    const report = new Report();
    report.error(at(0, ''), 'a', 'b');
    report.error(at(1), 'a', 'b', 'c');
    report.error(at(2), 'a', 'b', 'c', 'write d');
    expect(report.errors(positionAt).map(({ message, nearest }) => [message, nearest])).toEqual([
      ['the document: expected a, found b', null],
      ['/x: expected a, found b; did you mean "c"?', 'c'],
      ['/x: expected a, found b; write d', 'c'],
    ]);
  });

  it('tells what to write instead of one value where a list is wanted', () => {
    const report = new Report();
    report.noList({ kind: 'string', value: 'a"b', start: 0 }, '/a', 'a list');
    report.noList({ kind: 'object', members: [], start: 1 }, '/b', 'a list');
    report.noList({ kind: 'number', value: 5, start: 2 }, '/c', 'a list');
    expect(report.errors(positionAt).map(({ message }) => message)).toEqual([
      '/a: expected a list, found the string "a\\"b"; write ["a\\"b"]',
      '/b: expected a list, found an object; write [{…}]',
      '/c: expected a list, found the number 5',
    ]);
  });
});

it.each([
  ['x'.repeat(60), `the string "${'x'.repeat(60)}"`],
  ['x'.repeat(61), `the string "${'x'.repeat(57)}…"`],
  ['a\nb', 'the string "a\\nb"'],
])('of a long text only so much is told as finds it: %j', (value, told) => {
  expect(described({ kind: 'string', value, start: 0 })).toBe(told);
});
