import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256Exactly } from './exact-hash.ts';
import { sha256Jcs } from './jcs.ts';

it.each([
  ['{"max":9007199254740993}', '{"max":9007199254740992}'],
  ['{"max":9007199254740993}', '{"max":9007199254740995}'],
  ['{"max":1e400}', '{"max":null}'],
  ['{"max":1e400}', '{"max":2e400}'],
  ['{"max":0.10000000000000001}', '{"max":0.1}'],
  ['{"a":[1e400,null]}', '{"a":[null,1e400]}'],
  ['{"a":1e400,"b":null}', '{"a":null,"b":1e400}'],
])('%s is not %s', (one, other) => expect(sha256Exactly(one)).not.toBe(sha256Exactly(other)));

it('the order of members and the spelling of strings are not hashed', () => {
  expect(sha256Exactly('{"b":1e400,"a":[1e-400]}')).toBe(sha256Exactly(' {"a":[1e-400], "\\u0062":1e400}'));
});

it('what a double holds has the hash of its value', () => {
  const text = '{"a":[1.0,-0,1e2,9007199254740992],"b":{"c":"\\u0078","d":"5","e":["1e400"]}}';
  expect(sha256Exactly(text)).toBe(sha256Jcs(JSON.parse(text)));
});

it('is of the value, of what is not exact in it, and of where: definitions are kept by it from release to release', () => {
  const hashed = [
    'inexact',
    { a: null, b: [null, 2, { c: null }], d: '1e400' },
    [
      ['["a"]', '9007199254740993'],
      ['["b",0]', '1e400'],
      ['["b",2,"c"]', '0.10000000000000001'],
    ],
  ];
  const text = '{"d":"1e400","b":[1e400,2,{"c":0.10000000000000001}],"a":9007199254740993}';
  expect(sha256Exactly(text)).toBe(createHash('sha256').update(JSON.stringify(hashed)).digest('hex'));
});
