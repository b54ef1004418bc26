import { describe, expect, it } from 'vitest';
import { uriFault } from './canonical-uri.ts';

it.each([
  'https://a.example/x',
  'https://a.example',
  'https://a.example:8080/x?y=1#z',
  'https://a.example/@X?U@H#U@H',
  'https://a.example?../@H',
  'https://a.example#/../',
  'https://a.example/...',
  'https://a.example/..a/a../.a/a.',
  'file:///srv/a',
  'file:/srv/a',
  'filed://h/a',
  'a+b.c-1:x',
  'x:',
  'mailto:A@b.example',
  'urn:ISBN:%20%2a',
  'x:a//U@H',
])('%s is in the one spelling', (uri) => expect(uriFault(uri)).toBeUndefined());

describe.each<[fault: string, uris: readonly string[]]>([
  [
    'no scheme in lower case',
    ['', 'a', '/a', ':a', '//a/b', '1a:b', 'Https://a', 'aB:x', ' x:a', '\nx:a', '+x:a', 'a_b:x'],
  ],
  ['an encoded dot, slash or backslash', ['x:%2e', 'x:a%2Eb', 'x:%2f', 'x:?%2F', 'x:#%5c', 'https://%5C/']],
  [
    'white space, a control character or a backslash',
    ['x: ', 'x:a b', 'x:\t', 'x:?\n', 'x:\u0000', 'x:#\u0085', 'x:\u00a0', 'x:\\', 'https://a\\b/'],
  ],
  ['user information', ['https://u@a.example/x', 'https://@a.example', 'https://u:p@H/', 'x://@']],
  ['a host that is not in lower case', ['https://A.example/', 'https://a.examplE', 'x://É']],
  ['a host in a file URI', ['file://a/srv', 'file://a']],
  [
    'a dot segment',
    ['x:.', 'x:..', 'x:a/.', 'x:../a', 'https://a/./b', 'https://a/b/..', 'https://a/../b?c', 'file:///..'],
  ],
])('%s', (fault, uris) => {
  it.each(uris)('in %j', (uri) => expect(uriFault(uri)).toBe(fault));
});
