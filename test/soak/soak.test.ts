/**
 * A short slice of `npm run soak`: clients of all kinds come and go, and nothing of them is left.
 */
import { describe, expect, it } from 'vitest';
import { leaksIn } from './leaks.ts';
import { type Held, type SoakReport, shown, soak } from './soak.ts';

describe.runIf(process.platform === 'linux')('a gateway that clients come to and leave', () => {
  it('holds nothing of those who are gone, whatever ended them', async () => {
    const report = await soak({ warmUp: 40, sessions: 120, crashes: 3, clients: 4, cap: 10 });
    expect(leaksIn(report, 10)).toEqual([]);
    expect(report.after.sessions).toBe(10);
  }, 240_000);

  it('holds no more for clients that never say that they are gone than their grant may have open', async () => {
    const report = await soak({ warmUp: 40, sessions: 100, crashes: 0, clients: 4, cap: 10, abandoned: 'all' });
    expect(leaksIn(report, 10)).toEqual([]);
    expect(report.after.upstreamSessions).toBe(10);
  }, 240_000);
});

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
