/** What the configuration says of any server, for tests that add how it is reached. */
export const fixtureServer = {
  slug: 'fixture',
  timeouts: { connectMs: 5_000, firstByteMs: 20_000, idleMs: 20_000 },
  caps: { bytes: 4e6, depth: 64, nodes: 1e5, response: 16e6 },
  maxConcurrency: undefined,
  pinned: true,
  trusted: false,
};
