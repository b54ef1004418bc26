import { manyRules } from '../many-rules.ts';
import { type Setting, seedPolicy } from '../sides/toolgate.ts';

const sides = { rules: 100_000, grants: 10_000, servers: 1_000, sessions: 10_000, records: 1_000_000 } as const;

const ofEach = sides.rules / 10;

/** The seed policy beside much of one thing; the calls are the same. */
export const growth: readonly Setting[] = [
  { name: 'small', policy: seedPolicy },
  {
    name: '100,000 rules',
    // A tenth of them in the policy that judges the calls.
    policy: { ...seedPolicy, tools: { ...manyRules(0, ofEach), ...seedPolicy.tools } },
    more: {
      policies: Object.fromEntries(
        Array.from({ length: 9 }, (_, n) => [
          `p${n}`,
          { version: '1', default: 'deny', tools: manyRules((n + 1) * ofEach, ofEach) },
        ]),
      ),
    },
  },
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
  { name: '1,000,000 calls on record', policy: seedPolicy, records: sides.records },
];
