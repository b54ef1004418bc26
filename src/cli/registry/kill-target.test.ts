import { expect, it } from 'vitest';
import { targetOf } from './kill-target.ts';

it.each([
  [{ all: true } as const],
  [{ grant: 'ci' }],
  [{ server: 'github' }],
  [{ tool: 'delete' }],
  [{ server: 'github', tool: 'delete' }],
])('takes %j as it is said', (named) => {
  expect(targetOf(named)).toEqual(named);
});

it('takes a tool of one server in one word, too', () => {
  expect(targetOf({ tool: 'github/delete' })).toEqual({ server: 'github', tool: 'delete' });
});

it.each([
  [{}],
  [{ all: true, grant: 'ci' } as const],
  [{ grant: 'ci', server: 'github' }],
  [{ grant: 'ci', tool: 'delete' }],
  [{ all: true, server: 'github', tool: 'delete' } as const],
  // Two servers, be they the same.
  [{ server: 'github', tool: 'github/delete' }],
])('refuses %j, and says what can be named', (named) => {
  expect(() => targetOf(named)).toThrow('--tool with its --server');
});
