import { describe, expect, test } from 'vitest';
import { defaultCaps, type JsonCaps, scan } from '../../../src/protocol/index.ts';

function verdict(text: string | Buffer, caps: JsonCaps = defaultCaps): string {
  const scanned = scan(Buffer.from(text as string), caps, 'everywhere');
  return scanned.kind === 'scan' ? 'accepted' : scanned.message;
}

describe('B01 duplicate keys', () => {
  const spellings = ['"name"', '"n\\u0061me"', '"\\u006eame"', '"nam\\u0065"', '"\\u006E\\u0061\\u006d\\u0065"'];
  const places = ['X', '{"a":X}', '{"a":{"b":[X]}}', '[[[X]]]', '{"name":X}'];
  const cases = places.flatMap((place) =>
    spellings.flatMap((a) => spellings.map((b) => place.replace('X', `{${a}:1,"other":2,${b}:3}`))),
  );
  test.each(cases)('%s', (text) => expect(verdict(text)).toBe('duplicate key'));

  test.each([
    ['{"name":1,"Name":2}'],
    ['{"name":{"name":1},"x":[{"name":1},{"name":2}]}'],
    ['{"a/b":1,"a\\\\/b":2}'],
    ['{"é":1,"e\u0301":2}'],
    ['{"":1," ":2}'],
    ['{"\\u0000":1,"":2}'],
  ])('%s has none', (text) => expect(verdict(text)).toBe('accepted'));

  test.each([
    ['{"/":1,"\\/":2}'],
    ['{"é":1,"\\u00e9":2}'],
    ['{"😀":1,"\\ud83d\\ude00":2}'],
    ['{"\\n":1,"\\u000a":2}'],
    ['{"":1,"":2}'],
    ['{"\\"":1,"\\u0022":2}'],
    ['{"€":1,"\\u20AC":2}'],
  ])('%s has one', (text) => expect(verdict(text)).toBe('duplicate key'));

  test('is found among ten thousand', () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => `"k${i}":0`);
    expect(verdict(`{${keys.join()}}`)).toBe('accepted');
    expect(verdict(`{${keys.join()},"k\\u0034321":0}`)).toBe('duplicate key');
  });
});

describe('B03 __proto__', () => {
  test.each([['{"__proto__":1}'], ['{"a":{"__proto__":{}}}'], ['{"\\u005f_proto__":1}'], ['[{"__pr\\u006fto__":1}]']])(
    '%s is refused',
    (text) => expect(verdict(text)).toBe('the key "__proto__" is refused'),
  );
  test.each([['{"prototype":1,"constructor":2}'], ['{"__proto":1}'], ['{"x":"__proto__"}'], ['{"__PROTO__":1}']])(
    '%s is not',
    (text) => expect(verdict(text)).toBe('accepted'),
  );
});

describe('B05 numbers', () => {
  test.each([
    '0',
    '-0',
    '1.0',
    '1E2',
    '1e2',
    '-1',
    '0.1',
    '100',
    '1e+2',
    '12e-1',
    '5e-324',
    '0.0',
    '0e999999',
    '-0.0e-9999',
    '9007199254740992',
    '-9007199254740992',
    '9007199254740991',
    '9007199254740992.0',
    '9.007199254740992e15',
    '0.30000000000000004',
    '1.7976931348623157',
    '123456789.12345678',
    '1e-7',
    '0.0000001',
    '2.5e-310',
    '1e15',
    '0.3000000000000000000000000000',
    '10000000000000000e-1',
    '0.1e1',
    '99.99',
    '4.35',
    '1000000000000000.5',
  ])('%s is accepted', (lexeme) => expect(verdict(`{"n":${lexeme}}`)).toBe('accepted'));

  test.each([
    '9007199254740993',
    '-9007199254740993',
    '9007199254740994',
    '9007199254740993.0',
    '9007199254740994e0',
    '9.007199254740993e15',
    '90071992547409930e-1',
    '1e300',
    '1e16',
    '1e308',
    '1e400',
    '-1e400',
    '1e99999999999',
    '1e-400',
    '-1e-400',
    '4.9e-324',
    '100.00000000000000001',
    '0.1000000000000000055511151231257827',
    '9007199254740992.5',
    '0.30000000000000005',
    '0.29999999999999999',
    '1.7976931348623157e308',
    '1e22',
    '1'.repeat(400),
    `0.${'0'.repeat(400)}1`,
    '2.2250738585072011e-308',
    '123456789012345678901',
  ])('%s is refused', (lexeme) => expect(verdict(`{"n":${lexeme}}`)).toBe('number that a double cannot hold exactly'));

  test.each(['01', '1.', '.5', '+1', '-', '1e', '1e+', '0x1', 'NaN', 'Infinity', '-Infinity', '1_000', '-01', '1.e1'])(
    '%s is no number',
    (lexeme) => expect(verdict(`{"n":${lexeme}}`)).toMatch(/malformed number|unexpected character/),
  );
});

describe('B07 caps', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  test.each<[string, string, JsonCaps, string]>([
    ['at the depth', nested(64), defaultCaps, 'accepted'],
    ['over the depth', nested(65), defaultCaps, 'nested deeper than 64'],
    ['objects over the depth', '{"a":'.repeat(65), defaultCaps, 'nested deeper than 64'],
    ['at the nodes', '[1,2,3]', { ...defaultCaps, nodes: 4 }, 'accepted'],
    ['over the nodes', '[1,2,3]', { ...defaultCaps, nodes: 3 }, 'more than 3 values'],
    ['at the bytes', '[1]', { ...defaultCaps, bytes: 3 }, 'accepted'],
    ['over the bytes', '[1] ', { ...defaultCaps, bytes: 3 }, 'longer than 3 bytes'],
  ])('%s', (_, text, caps, expected) => {
    const scanned = scan(Buffer.from(text), caps, 'everywhere');
    expect(scanned.kind === 'scan' ? 'accepted' : scanned.message).toBe(expected);
    if (scanned.kind === 'offence') expect(scanned.code).toBe('too_large');
  });

  test('the depth holds in content that is not looked at, too', () => {
    const scanned = scan(Buffer.from(`{"result":${nested(64)}}`), defaultCaps, 'watched', new Map());
    expect(scanned).toMatchObject({ kind: 'offence', code: 'too_large' });
  });
});

describe('B08 and B12 what is no JSON', () => {
  const high = (hex: string) => Buffer.concat([Buffer.from('{"a":"'), Buffer.from(hex, 'hex'), Buffer.from('"}')]);
  test.each(['c0af', 'ed a0 80', 'f4908080', 'ff', '80', 'e2 82', 'f8 88 80 80 80', 'c3 28'])('bytes %s', (hex) => {
    const scanned = scan(high(hex.replaceAll(' ', '')), defaultCaps, 'everywhere');
    expect(scanned).toMatchObject({ kind: 'offence', message: 'not UTF-8', offset: 6 });
  });

  test.each([
    ['\ufeff{}', 'byte order mark'],
    [' \ufeff{}', 'unexpected character'],
    ['{} {}', 'something follows the value'],
    ['{}\n{}', 'something follows the value'],
    ['{}x', 'something follows the value'],
    ['{}\u0000', 'something follows the value'],
    ['', 'the text ends too early'],
    [' ', 'the text ends too early'],
    ['{', 'the text ends too early'],
    ['{"a"', 'the text ends too early'],
    ['{"a":', 'the text ends too early'],
    ['{"a":1', 'the text ends too early'],
    ['{"a":1,', 'the text ends too early'],
    ['{"a":1,}', 'unexpected character'],
    ['[1,]', 'unexpected character'],
    ['[,1]', 'unexpected character'],
    ['[1 2]', 'unexpected character'],
    ['{a:1}', 'unexpected character'],
    ["{'a':1}", 'unexpected character'],
    ['{"a" 1}', 'unexpected character'],
    ['{"a":1]', 'unexpected character'],
    ['[1}', 'unexpected character'],
    ['// c\n{}', 'unexpected character'],
    ['{/* c */}', 'unexpected character'],
    ['{"a":undefined}', 'unexpected character'],
    ['tru', 'unexpected character'],
    ['trUe', 'unexpected character'],
    ['{"a":TRUE}', 'unexpected character'],
    ['{"a":"\t"}', 'control character in a string'],
    ['{"a":"\n"}', 'control character in a string'],
    [`{"a":"${'x'.repeat(100)}\u0001${'y'.repeat(100)}"}`, 'control character in a string'],
    ['{"a":"\\x41"}', 'bad escape in a string'],
    ['{"a":"\\u00g0"}', 'bad escape in a string'],
    ['{"a":"\\u12"}', 'bad escape in a string'],
    ['{"a":"', 'unterminated string'],
    ['{"a":"\\"}', 'unterminated string'],
    ['{"\\ud800":1}', 'lone surrogate in a string'],
    ['{"\\udc00\\ud800":1}', 'lone surrogate in a string'],
    ['{"a":"\\ud83d"}', 'lone surrogate in a string'],
    ['{"a":"\\ud83d\\u0041"}', 'lone surrogate in a string'],
    ['\f{}', 'unexpected character'],
    ['\u00a0{}', 'unexpected character'],
    ['{}\u2028', 'something follows the value'],
  ])('%j', (text, message) => expect(verdict(text)).toBe(message));

  test.each(['"\\ud83d\\ude00"', '"\u007f"', '"\u2028"', '"\\u0000"', ' [ ] ', '\t\r\n{ }', 'null', '"\uffff"'])(
    '%j is accepted',
    (text) => expect(verdict(text)).toBe('accepted'),
  );
});
