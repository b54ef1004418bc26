/**
 * A gateway that leaves without having closed its upstreams, as a bug would have it: starts the hostile server with a
 * grandchild, prints what it logs, and exits once both are up.
 */
import { fileURLToPath } from 'node:url';
import { anchoredClock } from '../../../src/kernel/index.ts';
import { openUpstream } from '../../../src/upstream/index.ts';
import { call } from './hearing.ts';

const script = fileURLToPath(new URL('./hostile-stdio.ts', import.meta.url));
const upstream = await openUpstream(
  {
    slug: 'left',
    transport: 'stdio',
    command: [process.execPath, '--no-warnings', script, '--grandchild', '--ignore-stdin-end', '--ignore-sigterm'],
    env: new Map(),
    cwd: undefined,
    shared: false,
    runAs: undefined,
    timeouts: { connectMs: 5_000, firstByteMs: 20_000, idleMs: 20_000 },
    caps: { bytes: 1e6, depth: 64, nodes: 1e5, response: 1e6 },
    maxConcurrency: undefined,
    pinned: true,
    trusted: false,
  },
  {
    clock: anchoredClock(),
    log: ({ detail }) => {
      console.log(detail);
      if (detail.startsWith('grandchild')) process.exit(0);
    },
  },
);
call(upstream.open(), 'hang');
