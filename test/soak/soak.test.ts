/** What `npm run soak` takes for a leak. */
import { describe, expect, it } from 'vitest';
import { leaksIn } from './leaks.ts';
import { type Held, type SoakReport, shown } from './soak.ts';

describe('what counts as a leak', () => {
  const held: Held = {
    descriptors: 50,
    children: 0,
    residentMb: 100,
    sessions: 10,
    callsInFlight: 0,
    upstreamSessions: 10,
    upstreamStreams: 10,
    upstreamCalls: 0,
    heap: 20_000_000,
  };
  const with_ = (after: Partial<Held>): SoakReport => {
    const end = { ...held, ...after };
    return { before: held, middle: held, after: end, sessions: 10_000, crashes: 10, seconds: 1 };
  };

  it.each<[Partial<Held>, string]>([
    [{ children: 1 }, 'processes'],
    [{ sessions: 11 }, 'sessions'],
    [{ upstreamSessions: 11 }, 'sessions at the server'],
    [{ upstreamStreams: 11 }, 'streams at the server'],
    [{ upstreamCalls: 1 }, 'calls at the server'],
    [{ callsInFlight: 1 }, 'calls in flight'],
    [{ descriptors: 90 }, 'descriptors'],
    [{ heap: 40_000_000 }, 'heap'],
    [{ residentMb: 160 }, 'resident memory'],
  ])('%j is one', (after, what) => {
    expect(leaksIn(with_(after), 10)).toEqual([expect.stringMatching(`^${what}: `)]);
    expect(leaksIn(with_({}), 10)).toEqual([]);
    expect(shown(held)).toContain('heap 19.07 MB');
  });
});
