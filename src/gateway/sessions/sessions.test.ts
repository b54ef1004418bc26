import { describe, expect, it } from 'vitest';
import { tasksOf } from '../../../test/support/gateway/tasks-of.ts';
import { PuppetSession, puppetUpstream } from '../../../test/support/upstreams/puppet-session.ts';
import { manualClock } from '../../kernel/index.ts';
import { negotiate } from '../../protocol/index.ts';
import { Admission } from '../admission.ts';
import { ClientEnd } from '../client-end.ts';
import type { EndedSessions } from './ended-sessions.ts';
import { alone, type Replicas } from './replicas.ts';
import type { Session } from './session.ts';
import { Sessions, sessionDigest } from './sessions.ts';
import { UpstreamConnection } from './upstream-connection.ts';

const minute = 60_000;
const deaf: Replicas = { ...alone };
const caps = { requestsPerSecond: 1, inFlight: 1, sessions: 2, streams: 1, processes: 2, tasks: 1 };
const welcome = { protocolVersion: '2025-11-25', capabilities: {}, serverInfo: { name: 's', version: '1' } };

/** @param known what all houses know; each is then cut off from the others. */
function house(known?: EndedSessions) {
  const clock = manualClock();
  const admission = new Admission();
  const sessions = known === undefined ? new Sessions(clock, admission) : new Sessions(clock, admission, deaf, known);
  /** A session with a process of its own, which is running. */
  const open = async (id: string): Promise<{ readonly session: Session; readonly server: PuppetSession }> => {
    const server = new PuppetSession(({ method }) => (method === 'initialize' ? welcome : undefined));
    const hello = { protocolVersion: '2025-11-25', capabilities: '{}', clientInfo: '{"name":"c","version":"1"}' };
    const silent = () => ({ notification: () => {}, request: () => {} });
    const connection = new UpstreamConnection(
      puppetUpstream('legacy', () => server),
      hello,
      silent,
      clock,
    );
    expect(admission.holdAll('g', ['sessions', 'processes'], caps, clock.monotonic())).toBeUndefined();
    const session: Session = {
      id,
      digest: sessionDigest(id),
      grantId: 'g',
      slug: 's',
      revision: negotiate('2025-11-25'),
      client: undefined,
      capabilities: {},
      holds: ['sessions', 'processes'],
      end: new ClientEnd(false),
      tasks: tasksOf(),
      connection,
      lastUsed: clock.monotonic(),
    };
    await connection.open();
    sessions.add(session, id);
    return { session, server };
  };
  const hasRoom = (): boolean => admission.hasRoom('g', 'sessions', caps) && admission.hasRoom('g', 'processes', caps);
  return { clock, sessions, open, hasRoom };
}

describe('sessions that nobody uses', () => {
  it('are let go after half an hour, with their processes and their places', async () => {
    const { clock, sessions, open, hasRoom } = house();
    const idle = await open('idle');
    const used = await open('used');
    expect(hasRoom()).toBe(false);
    clock.advance(29 * minute);
    expect(sessions.find('used', 'g', 's')).toBe(used.session);
    await sessions.reap();
    expect([idle.server.closed, used.server.closed, sessions.size]).toEqual([0, 0, 2]);
    clock.advance(2 * minute);
    await sessions.reap();
    expect([idle.server.closed, used.server.closed, sessions.size]).toEqual([1, 0, 1]);
    expect(hasRoom()).toBe(true);
    // It was not ended by its client, and comes back with it.
    expect(sessions.wasEnded('idle')).toBe(false);
  });

  it('are not let go while somebody listens, or waits for an answer', async () => {
    const { clock, sessions, open } = house();
    const listening = await open('listening');
    listening.session.end.open({ send: () => true, close: () => {} });
    const waiting = await open('waiting');
    const id = { text: '1', key: 'n:1' };
    const underWay = waiting.session.end.begin(id);
    clock.advance(24 * 60 * minute);
    await sessions.reap();
    expect([listening.server.closed, waiting.server.closed]).toEqual([0, 0]);
    listening.session.end.stream = undefined;
    if (underWay !== undefined) waiting.session.end.finish(id, underWay);
    await sessions.reap();
    expect([listening.server.closed, waiting.server.closed, sessions.size]).toEqual([1, 1, 0]);
  });
});

it('a session that its client has ended is remembered, and is nobody’s any more', async () => {
  const { sessions, open, hasRoom } = house();
  const { session, server } = await open('ended');
  await sessions.endForGood(session, 'done');
  expect([sessions.wasEnded('ended'), sessions.wasEnded('another'), server.closed]).toEqual([true, false, 1]);
  expect(sessions.find('ended', 'g', 's')).toBeUndefined();
  expect(hasRoom()).toBe(true);
  // Twice is once.
  await sessions.endForGood(session, 'done');
  expect(server.closed).toBe(1);
});

describe('a session that was ended at another gateway, of which this one was not told', () => {
  const shared = () => {
    const until = new Map<string, number>();
    const known: EndedSessions = {
      remember: async (digest, at) => void until.set(digest, at),
      among: async (digests) => digests.filter((digest) => until.has(digest)),
    };
    return { until, known };
  };

  it('does not come back by its id, for as long as that is good', async () => {
    const { until, known } = shared();
    const [there, here] = [house(known), house(known)];
    const { session } = await there.open('ended');
    await there.sessions.endForGood(session, 'done');
    expect(await here.sessions.wasEndedAnywhere('ended')).toBe(true);
    expect(await here.sessions.wasEndedAnywhere('another')).toBe(false);
    expect([...until.values()]).toEqual([there.clock.now() + 24 * 60 * minute]);
  });

  it('is looked for, and ends, where it is still open', async () => {
    const { known } = shared();
    const [there, here] = [house(known), house(known)];
    const { session } = await there.open('ended');
    const same = await here.open('ended');
    const other = await here.open('another');
    await here.sessions.endEnded();
    expect(here.sessions.size).toBe(2);
    await there.sessions.endForGood(session, 'done');
    await here.sessions.endEnded();
    expect([same.server.closed, other.server.closed, here.sessions.size]).toEqual([1, 0, 1]);
    expect(here.sessions.wasEnded('ended')).toBe(true);
  });
});

it('what a client is to know when it listens is told when it does, once', () => {
  const end = new ClientEnd(false);
  const changed = Buffer.from('changed');
  end.tellOnceOpen(changed);
  end.tellOnceOpen(changed);
  const told: string[] = [];
  end.open({ send: (bytes) => told.push(bytes.toString()) > 0, close: () => {} });
  expect(told).toEqual(['changed']);
  end.tellOnceOpen(changed);
  expect(told).toEqual(['changed', 'changed']);
});
