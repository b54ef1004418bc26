import { expect, it } from 'vitest';
import { withOwnLists } from './own-lists.ts';

it('whatever a server lists changes here; what it does not have is not promised', () => {
  expect(
    withOwnLists({ tools: {}, resources: { subscribe: true, listChanged: false }, logging: {}, completions: {} }),
  ).toEqual({
    tools: { listChanged: true },
    resources: { subscribe: true, listChanged: true },
    logging: {},
    completions: {},
  });
  expect(withOwnLists({})).toEqual({});
  expect(withOwnLists({ tools: true, prompts: null })).toEqual({ tools: true, prompts: null });
});
