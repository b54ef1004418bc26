import type { Resolve } from '../../../../src/egress/index.ts';
import { anchoredClock } from '../../../../src/kernel/index.ts';
import { httpUpstream } from '../../../../src/upstream/http/http-upstream.ts';
import { startByteCounter } from '../../../support/upstreams/byte-counter.ts';
import { call } from '../../../support/upstreams/hearing.ts';
import type { Row, Standing, Way } from '../row.ts';

type Answer = Parameters<Resolve>[1];
const failure = (code: string): Error => Object.assign(new Error(`getaddrinfo ${code}`), { code });

/** What is asked for is a call to a server whose name has to be looked up first, as with every new connection. */
async function open(): Promise<Standing> {
  const upstream = await startByteCounter();
  const { port } = new URL(upstream.url);
  let way: Way | undefined;
  let turn = 0;
  const local: readonly { address: string; family: number }[] = [{ address: '127.0.0.1', family: 4 }];
  const answers: Readonly<Record<Way, (resolved: Answer) => void>> = {
    down: (resolved) => resolved(failure('EAI_AGAIN'), []),
    stalled: () => undefined,
    error: (resolved) => resolved(failure('ENOTFOUND'), []),
    garbage: (resolved) => resolved(null, [{ address: 'no address', family: 4 }]),
    flapping: (resolved) => ((turn++ & 1) === 0 ? answers.down(resolved) : resolved(null, local)),
  };
  const server = {
    slug: 'named',
    transport: 'http',
    url: `http://tools.example:${port}/mcp`,
    headers: new Map(),
    allowPrivate: true,
    timeouts: { connectMs: 300, firstByteMs: 20_000, idleMs: 20_000 },
    caps: { bytes: 4e6, depth: 64, nodes: 1e5, response: 16e6 },
    maxConcurrency: undefined,
    pinned: true,
    trusted: false,
  } as const;
  const resolve: Resolve = (_name, resolved) => {
    if (way === undefined) resolved(null, local);
    else answers[way](resolved);
  };
  return {
    ask: async () => {
      // Nothing is remembered of a name, and nothing of a server that could not be reached.
      const way = httpUpstream(server, { clock: anchoredClock(), log: () => undefined, resolve });
      try {
        const end = await call(way.open(), 'echo').end;
        return 'failure' in end ? end.failure.code : 'allow';
      } finally {
        await way.close();
      }
    },
    break: async (next) => {
      way = next;
    },
    mend: async () => {
      way = undefined;
    },
    close: () => upstream.close(),
  };
}

export const dns: Row = {
  what: 'DNS',
  refused: /^upstream_(unavailable|timeout)$/,
  cells: {
    down: { how: 'nobody answers: EAI_AGAIN' },
    stalled: { how: 'the resolver says nothing (`connect`: 5 s, here 0.3)' },
    error: { how: 'there is no such name: ENOTFOUND' },
    garbage: { how: 'an answer that is no address' },
    flapping: { how: 'an address and EAI_AGAIN by turns', mixed: true },
  },
  open,
};
