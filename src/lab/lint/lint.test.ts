import { expect, it } from 'vitest';
import { readPolicy } from '../../policy/index.ts';
import { lint } from './lint.ts';

const warnings = (part: object): string[] => {
  const read = readPolicy(JSON.stringify({ version: '1', default: 'deny', ...part }), 'json');
  if (!read.ok) throw new Error(read.errors[0]?.message);
  return lint(read.policy).map(({ pointer, message }) => `${pointer} ${message}`);
};
const limit = { counter: 'c', window: 'minute', max: 1, scope: 'grant' };

it.each([
  [{}, '/default', 'allows nothing'],
  [{ hide: ['*'], tools: { a: {} } }, '/default', 'allows nothing'],
  [{ tools: { a: { limits: [{ ...limit, scope: 'session' }] } } }, '/tools/a/limits/0', 'session'],
  [{ tools: { a: { limits: [{ ...limit, scope: 'user' }] } } }, '/tools/a/limits/0', 'user'],
  [{ tools: { a: { limits: [{ ...limit, per: ['args.x'] }] } } }, '/tools/a/limits/0', 'without "per"'],
  [{ tools: { a: { limits: [{ ...limit, cost: { path: 'args.x' } }] } } }, '/tools/a/limits/0', 'cost.min'],
  [{ tools: { a: { require: [{ path: 'args.x', op: 'regex', value: 'ok' }] } } }, '/tools/a/require/0', 'anchored'],
  [{ tools: { a: { require: [{ path: 'user.email', op: 'exists' }] } } }, '/tools/a/require/0', 'user'],
  [{ hide: ['a*'], tools: { ab: {} } }, '/tools/ab', 'never reached'],
  [{ tools: { ab: {}, 'a*': { action: 'deny' } } }, '/tools/ab', 'never allows'],
  [
    { tools: { b: {}, a: { action: 'deny', require: [{ path: 'args.x', op: 'exists' }] } } },
    '/tools/a',
    'never reached',
  ],
])('%j: a warning at %s', (part, pointer, words) => {
  expect(warnings(part).filter((line) => line.startsWith(`${pointer} `) && line.includes(words))).toHaveLength(1);
});

it('is silent where nothing is odd', () => {
  const require = [
    { path: 'args.x', op: 'regex', value: '^ok$' },
    { path: 'args.x', op: 'fullmatch', value: 'ok' },
  ];
  expect(warnings({ tools: { a: { require, limits: [limit, { ...limit, counter: 'd', per: ['args.x'] }] } } })).toEqual(
    [],
  );
});
