import type { Side } from '../side.ts';

/** No way at all: what the load and the upstream can do by themselves. */
export const direct: Side = {
  name: 'direct',
  essential: true,
  start: async ({ upstream }) => ({ url: upstream, headers: {}, pid: undefined, stop: async () => {} }),
};
