import { describe, expect, it } from 'vitest';
import { uriPatternFault } from './uri-pattern.ts';

it.each([
  '*',
  'h*',
  'a+b.c-1*',
  'http:*',
  'http:/U@H*',
  'http://*',
  'http://h*',
  'http://h/U@H*',
  'http://h?U@H*',
  'http://h#U@H*',
  'http://*/U@H',
  'http://h*U@H',
  'x:a//U@H*',
  'file://*',
  'file:///srv/*',
  'filed://h*',
  'http://h/a../*',
  'http://h/..*',
  'http://h/...*',
  'http://h/.../*',
  'http://h/x',
  '*:x',
])('%s may stand for a URI', (pattern) => expect(uriPatternFault(pattern)).toBeUndefined());

describe.each<[fault: string, patterns: readonly string[]]>([
  ['an empty pattern', ['']],
  ['no scheme in lower case', ['x', 'Http://h']],
  ['an encoded dot, slash or backslash', ['x:%2e*', '*%2F', 'x:%5c']],
  ['white space, a control character or a backslash', ['x: *', '*\\']],
  ['a dot segment', ['x:/../*', '*/./', '*/../x', 'http://h/..']],
  ['a scheme that is not in lower case', ['H*', 'hT*', '1*', 'h_*', ':*', 'Http://h*', 'h/*', '/*', 'a~b*']],
  ['user information', ['http://u@*', 'http://u@h/*', 'http://U@*', 'http://u@h']],
  ['a host that is not in lower case', ['http://H*', 'http://hH/*', 'http://H?*', 'http://H#*']],
  ['a host in a file URI', ['file://h*', 'file://h/*', 'file://h?*', 'file://h/x']],
])('%s', (fault, patterns) => {
  it.each(patterns)('in %j', (pattern) => expect(uriPatternFault(pattern)).toBe(fault));
});
