import { type Setting, seedPolicy } from '../sides/toolgate.ts';

const sides = { grants: 10_000, servers: 1_000, sessions: 10_000 } as const;

/** The seed policy beside much of one thing; the calls are the same. Many rules are `bench/compile.ts`'s. */
export const growth: readonly Setting[] = [
  { name: 'small', policy: seedPolicy },
  {
    name: '10,000 grants',
    policy: seedPolicy,
    more: {
      grants: Array.from({ length: sides.grants }, (_, n) => ({
        label: `grant-${n}`,
        server: 'bench',
        policy: 'bench',
        token: `tg_${String(n).padStart(50, 'g')}`,
      })),
    },
  },
  {
    name: '1,000 servers',
    policy: seedPolicy,
    more: {
      servers: Object.fromEntries(
        Array.from({ length: sides.servers }, (_, n) => [
          `s${n}`,
          { url: 'http://127.0.0.1:9/mcp', allowPrivate: true },
        ]),
      ),
    },
  },
  { name: '10,000 sessions', policy: seedPolicy, idleSessions: sides.sessions },
];
