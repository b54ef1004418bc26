import { expect, it } from 'vitest';
import { isCallableName } from '../../protocol/index.ts';
import { hidePattern, nameKeys, uriKeys } from './pattern.ts';
import { Report } from './report.ts';

const impossible = 'a name of A-Z a-z 0-9 . _ - (128 at most), in which * stands for any run of characters';

/** What a pattern reads as, or what is said of it. */
function said(keys: typeof nameKeys, key: string): string | undefined {
  const report = new Report();
  const read = keys.read({ key, value: { kind: 'null', start: 7 } }, '/tools/x', report);
  const [error] = report.errors((offset) => ({ line: 1, column: offset }));
  expect(error === undefined || (error.pointer === '/tools/x' && error.column === 7)).toBe(true);
  return read ?? error?.expected;
}

it.each(['a', '*', 'AZaz09._-', 'a'.repeat(128), `*${'a'.repeat(64)}*${'a'.repeat(64)}*`, '*'.repeat(1_024)])(
  '%s can match a callable name',
  (name) => {
    expect(said(nameKeys, name)).toBe(name);
  },
);

it.each(['', 'a b', ' a', 'a ', 'é', '/', 'a?', '[a]', `*${'a'.repeat(129)}`, 'a'.repeat(1_024)])(
  '%s can match no callable name',
  (name) => {
    expect(said(nameKeys, name)).toBe(impossible);
  },
);

it('a pattern has 1,024 bytes at most', () => {
  expect(said(nameKeys, '*'.repeat(1_025))).toBe('at most 1024 bytes');
  expect(said(uriKeys, `x:${'a'.repeat(1_022)}`)).toBe(`x:${'a'.repeat(1_022)}`);
  expect(said(uriKeys, `x:${'a'.repeat(1_023)}`)).toBe('at most 1024 bytes');
  expect(said(uriKeys, `x:${'é'.repeat(600)}`)).toBe('at most 1024 bytes');
});

it('an entry of hide has its place', () => {
  const read = hidePattern.read({ kind: 'string', value: 'a*', start: 3 }, '/hide/0', new Report());
  expect(read).toEqual({ pattern: 'a*', place: { pointer: '/hide/0', start: 3 } });
});

it.each([
  ['a', true],
  ['A-Z_0.9', true],
  ['a'.repeat(128), true],
  ['a'.repeat(129), false],
  ['', false],
  ['a*', false],
  ['a\n', false],
  ['éa', false],
])('%j is a callable name: %s', (name, callable) => {
  expect(isCallableName(name)).toBe(callable);
});
