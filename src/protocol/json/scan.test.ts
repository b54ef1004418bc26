import { describe, expect, it } from 'vitest';
import { defaultCaps } from './caps.ts';
import { scan, type Watch } from './scan.ts';

const told = (text: string, strictness: 'everywhere' | 'keys' | 'watched' = 'everywhere', watch?: Watch) => {
  const scanned = scan(Buffer.from(text), defaultCaps, strictness, watch);
  return scanned.kind === 'offence' ? [scanned.message, scanned.offset, scanned.code] : 'accepted';
};
const inexact = 'number that a double cannot hold exactly';

/** What the tables of attacks (`test/adversarial/json`) leave: where an offence is, and where each bound lies. */
describe('where a text offends', () => {
  it.each([
    ['{"a":1} x', 'something follows the value', 8],
    ['  {"a":tru}', 'unexpected character', 7],
    ['', 'the text ends too early', 0],
    [' ', 'the text ends too early', 1],
    ['[1,', 'the text ends too early', 3],
    ['[1,2', 'the text ends too early', 4],
    ['[1e999]', inexact, 1],
    ['[1e1000]', inexact, 1],
    ['[1e-9999]', inexact, 1],
    ['[1,"a', 'unterminated string', 3],
    ['["\\u00', 'bad escape in a string', 2],
    ['["a\\', 'bad escape in a string', 3],
    ['["ab\u0001"]', 'control character in a string', 4],
    ['["\\ud83dx"]', 'lone surrogate in a string', 2],
    ['["\\ud83d\\n0000"]', 'lone surrogate in a string', 2],
    ['["\\ud83d\\nde00"]', 'lone surrogate in a string', 2],
    ['["\\ud83d/ude00"]', 'lone surrogate in a string', 2],
    ['["\\ud83d\\udbff"]', 'lone surrogate in a string', 2],
    ['["\\ud83d\\ue000"]', 'lone surrogate in a string', 2],
    ['["\\udc00\\udc00"]', 'lone surrogate in a string', 2],
    ['["\\udfff"]', 'lone surrogate in a string', 2],
    ['["\\udbff\\ue000"]', 'lone surrogate in a string', 2],
    ['["\\u:000"]', 'bad escape in a string', 2],
    ['["\\u/000"]', 'bad escape in a string', 2],
    ['["\\u@000"]', 'bad escape in a string', 2],
    ['["\\ug000"]', 'bad escape in a string', 2],
    ['["\\u`000"]', 'bad escape in a string', 2],
    ['[01]', 'malformed number', 1],
    ['[1.]', 'malformed number', 1],
    ['[1e]', 'malformed number', 1],
    ['[-]', 'malformed number', 1],
    ['[9007199254740993]', inexact, 1],
    ['{"a":1,"b":2,"a":3}', 'duplicate key', 13],
    ['{"a":1,"__proto__":3}', 'the key "__proto__" is refused', 7],
    ['\ufeff{}', 'byte order mark', 0],
    ['[\ufeff]', 'unexpected character', 1],
    ['\u00ef', 'unexpected character', 0],
    ['\uf000', 'unexpected character', 0],
    ['\uf03f', 'unexpected character', 0],
    ['\ufec0', 'unexpected character', 0],
    ['\u0eff', 'unexpected character', 0],
    ['{"a" :1,b:2}', 'unexpected character', 8],
    ['{"a" 1}', 'unexpected character', 5],
    ['{"a":1]', 'unexpected character', 6],
    ['[1}', 'unexpected character', 2],
    ['\u000b1', 'unexpected character', 0],
  ])('%j: %s', (text, message, offset) => {
    expect(told(text)).toEqual([message, offset, 'bad_request']);
  });

  it.each(['["\\ud800\\udc00"]', '["\\uDBFF\\uDFFF"]', '["\\ud7ff\\ue000"]', '["\\uabcd\\uEF09"]'])(
    '%s does not',
    (text) => {
      expect(told(text)).toBe('accepted');
    },
  );

  it('what is no offence is a bug, and is not told as one', () => {
    expect(() => scan(Buffer.from('{}'), undefined as never, 'everywhere')).toThrow(TypeError);
  });

  it('bytes that are no UTF-8 are refused before anything is read', () => {
    expect(scan(Buffer.from('7b7d20ff', 'hex'), defaultCaps, 'watched')).toMatchObject({
      message: 'not UTF-8',
      offset: 3,
    });
  });
});

describe('bounds', () => {
  const nested = (depth: number, inner = '') => `${'['.repeat(depth)}${inner}${']'.repeat(depth)}`;
  it.each([
    ['a long string', `["${'x'.repeat(100)}\\u00e4${'y'.repeat(100)}"]`, 'accepted'],
    [
      'a control character behind a long run',
      `["${'x'.repeat(100)}\u001f"]`,
      ['control character in a string', 102, 'bad_request'],
    ],
    [
      'a quote behind a long run',
      `["${'x'.repeat(48)}","${'y'.repeat(49)}",]`,
      ['unexpected character', 104, 'bad_request'],
    ],
    ['a number of 1,024 characters', `[0.${'0'.repeat(1_021)}0]`, 'accepted'],
    ['one that is compared, of 1,024', `[1.${'0'.repeat(1_020)}e0]`, 'accepted'],
    [
      'one that must be compared, of 1,025',
      `[${'1'.repeat(1_025)}]`,
      ['number of more than 1024 characters', 1, 'bad_request'],
    ],
    ['one of 1,024', `[${'1'.repeat(1_024)}]`, [inexact, 1, 'bad_request']],
    ['the depth', nested(64), 'accepted'],
    ['beyond it', nested(65), ['nested deeper than 64', 64, 'too_large']],
    ['depth is given back', `[${nested(63)},${nested(63)},{"a":${nested(62)}}]`, 'accepted'],
  ])('%s', (_, text, expected) => expect(told(text)).toEqual(expected));

  it('the bytes', () => {
    const of = (text: string) => scan(Buffer.from(text), { ...defaultCaps, bytes: 3 }, 'everywhere');
    expect(of('[1]').kind).toBe('scan');
    expect(of('[1] ')).toMatchObject({ message: 'longer than 3 bytes', offset: 3, code: 'too_large' });
    expect(of('\ufeff{').kind).toBe('offence');
  });

  it('a number that is compared counts as four values', () => {
    const compared = '0.1234567890123456';
    const caps = { ...defaultCaps, nodes: 9 };
    const of = (text: string) => scan(Buffer.from(text), caps, 'everywhere').kind;
    expect(of(`[${compared},${compared}]`)).toBe('scan');
    expect(of(`[${compared},${compared},1]`)).toBe('offence');
    expect(of('[1,2,3,4,5,6,7,8]')).toBe('scan');
    expect(of('[1,2,3,4,5,6,7,8,9]')).toBe('offence');
  });

  /** The least number of values that a list of the number and another one may have. */
  const least = (lexeme: string): number => {
    const accepts = (nodes: number): boolean =>
      scan(Buffer.from(`[${lexeme},0]`), { ...defaultCaps, nodes }, 'everywhere').kind === 'scan';
    return Array.from({ length: 9 }, (_, nodes) => nodes).find(accepts) ?? 9;
  };
  const most = `0.${'0'.repeat(40)}`;
  it.each(
    ['1.5', '-2.50', '2.500000000000000000000', most, '1e2', '1E+2', '12e-20', '1e-100', '9e-290'].concat([
      '123456789012345',
      '-123456789012345',
      '1234567890123.45',
      '1e14',
      '99999e10',
      '0e0',
      '1.0e14',
    ]),
  )('%s is seen at once to survive: it counts as one value', (lexeme) => expect(least(lexeme)).toBe(3));
  it.each(['1234567890123456', '1e15', '0.1234567890123456', '1234567890123.456', '5e-324', '100000e10', '1.5e-290'])(
    '%s does not: it is compared, and counts as four',
    (lexeme) => expect(least(lexeme)).toBe(6),
  );

  it('an object whose members are wanted has at most 1,024', () => {
    const object = (n: number) => `{${Array.from({ length: n }, (_, i) => `"k${i}":0`).join()}}`;
    expect(told(object(1_024), 'everywhere', new Map())).toBe('accepted');
    expect(told(object(1_025), 'everywhere', new Map())).toEqual(['more than 1024 members', 9_131, 'too_large']);
    expect(told(object(1_025))).toBe('accepted');
  });
});

describe('how much is held to the rules', () => {
  it.each([
    ['{"a":{"b":1,"b":2}}', 'duplicate key', 'duplicate key', 'accepted'],
    ['{"a":1e400}', inexact, 'accepted', 'accepted'],
    ['{"a":"\\ud800"}', 'lone surrogate in a string', 'lone surrogate in a string', 'accepted'],
    ['{"a":{"\\ud800":1}}', 'lone surrogate in a string', 'lone surrogate in a string', 'accepted'],
    ['{"a":1,"a":2}', 'duplicate key', 'duplicate key', 'duplicate key'],
    ['{"m":{"a":1,"a":2}}', 'duplicate key', 'duplicate key', 'duplicate key'],
    ['{"m":[{"a":1,"a":2}]}', 'duplicate key', 'duplicate key', 'accepted'],
    ['{"m":{"n":{"a":1,"a":2}}}', 'duplicate key', 'duplicate key', 'accepted'],
    ['[{"a":1,"a":2}]', 'duplicate key', 'duplicate key', 'accepted'],
  ])('%s: %s, %s, %s', (text, everywhere, keys, watched) => {
    const watch: Watch = new Map([['m', new Map()]]);
    const of = (strictness: 'everywhere' | 'keys' | 'watched') => {
      const said = told(text, strictness, watch);
      return said === 'accepted' ? said : said[0];
    };
    expect([of('everywhere'), of('keys'), of('watched')]).toEqual([everywhere, keys, watched]);
  });

  it('values that are not looked at do not count, those that are do', () => {
    const caps = { ...defaultCaps, nodes: 4 };
    const watched = (text: string) => scan(Buffer.from(text), caps, 'watched', new Map()).kind;
    expect(watched(`{"a":[${'1,'.repeat(50)}1]}`)).toBe('scan');
    expect(watched('{"a":1,"b":2,"c":3}')).toBe('scan');
    expect(watched('{"a":1,"b":2,"c":3,"d":4}')).toBe('offence');
  });

  it.each(['12', '-0.5', '1e2', 'true', 'null', '"a"', '[]', '{}', '{"a":[1]}'])(
    '%s alone ends where it ends',
    (text) => {
      for (const around of ['', ' ', '\n\t\r ']) {
        const scanned = scan(Buffer.from(around + text + around), defaultCaps, 'everywhere');
        expect(scanned).toMatchObject({ span: { start: around.length, end: around.length + text.length } });
      }
    },
  );

  it('members that are wanted are there, and only of the objects that are', () => {
    const text = ' {"a":{"x": 1 ,"y":[2]},"m":{"a":{"z":3}},"b":[{"w":4}]} ';
    const watch: Watch = new Map([
      ['m', new Map([['a', new Map()]])],
      ['b', new Map()],
    ]);
    const scanned = scan(Buffer.from(text), defaultCaps, 'everywhere', watch);
    if (scanned.kind !== 'scan') throw new Error(scanned.message);
    expect(scanned.span).toEqual({ start: 1, end: text.length - 1 });
    const { root } = scanned;
    expect([...(root?.members.keys() ?? [])]).toEqual(['a', 'm', 'b']);
    expect(root?.members.get('a')).toEqual({ start: 6, end: 23 });
    expect([...(root?.objects.keys() ?? [])]).toEqual(['m']);
    expect([...(root?.objects.get('m')?.objects.get('a')?.members ?? [])]).toEqual([['z', { start: 38, end: 39 }]]);
    expect(scan(Buffer.from(text), defaultCaps, 'everywhere')).toMatchObject({ root: undefined });
    expect(scan(Buffer.from('[{}]'), defaultCaps, 'everywhere', watch)).toMatchObject({ root: undefined });
  });
});
