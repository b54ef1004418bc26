/** Two gateways on one PostgreSQL that is set back to a dump: nothing of what they knew is gone by, and nothing is used twice. */
import { rename } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { openSession, type RawSession } from '../../support/gateway/raw-session.ts';
import { open } from '../../support/gateway/servers.ts';
import { type LegacyHttp, startLegacyHttp } from '../../support/upstreams/legacy-server.ts';
import { canDump, dumpDatabase, noDump } from '../support/dump-database.ts';
import { newDatabase, type TestDatabase } from '../support/new-database.ts';
import { type Installation, type Replica, startReplicas } from '../support/start-replicas.ts';

const postgres = inject('postgres');
const there = postgres !== undefined && canDump;

describe.skipIf(!there)(there ? 'a database that is set back under its gateways' : noDump, () => {
  let upstream: LegacyHttp;
  let database: TestDatabase;
  let installation: Installation;
  let one: Replica;
  let other: Replica;
  let token: string;

  beforeAll(async () => {
    upstream = await startLegacyHttp();
    database = await newDatabase(postgres ?? '');
    installation = await startReplicas(2, {
      database: database.url,
      servers: { open: { url: upstream.url, allowPrivate: true }, asks: { url: upstream.url, allowPrivate: true } },
      policies: { open, asks: { ...open, approval: { hold: '1s' }, tools: { echo: { action: 'require_approval' } } } },
      grants: { agent: { open: 'open', asks: 'asks' } },
    });
    [one, other] = installation.replicas as [Replica, Replica];
    token = installation.token('agent');
  }, 120_000);
  afterAll(async () => {
    await installation?.stop();
    await database?.remove();
    await upstream?.close();
  }, 60_000);

  const seen = () => upstream.seen.calls.length;
  const dangerous = (session: RawSession, id: number) => session.call(id, 'echo', { value: 'once' });
  const approveTheOne = async (): Promise<void> => {
    const [line = ''] = (await installation.run(one, 'approvals', 'list', '--json')).split('\n');
    await installation.run(one, 'approvals', 'approve', (JSON.parse(line) as { id: string }).id);
  };
  const timesNoted = async (): Promise<number> => {
    const events = await installation.run(one, 'audit', 'query', '--events', '--json', '--limit', '1000');
    return events.match(/"installation\.set_back"/g)?.length ?? 0;
  };

  it('is noticed by the one that runs and by the one that starts', async () => {
    const session = await openSession(one.url('asks'), token);
    expect((await dangerous(session, 1)).text).toContain('approval_required');
    await approveTheOne();
    const dump = await dumpDatabase(database.url);

    expect((await dangerous(session, 2)).text).toContain('once');
    expect(seen()).toBe(1);
    await installation.run(one, 'kill', '--tool', 'open/wait');
    await other.child.stop();
    await dump.restore();
    await dump.remove();

    await one.child.until('stderr', /the database was set back/);
    await expect(installation.run(other, 'doctor')).rejects.toThrow(/it was set back/);
    other = await installation.startAgain(other);
    await other.child.until('stderr', /the database was set back/);
    expect((await dangerous(session, 3)).text).toContain('approval_expired');
    expect((await dangerous(session, 4)).text).toContain('approval_required');
    expect(seen()).toBe(1);
    expect(await timesNoted()).toBe(2);
  }, 120_000);

  it('what is changed after it is in force everywhere', async () => {
    const sessions = await Promise.all([one, other].map((replica) => openSession(replica.url('open'), token)));
    await installation.run(one, 'kill', '--tool', 'open/echo');
    for (const session of sessions) {
      const call = async () => (await session.call(1, 'echo', { value: 1 })).text;
      await vi.waitFor(async () => expect(await call()).toContain('killed'), { timeout: 5_000, interval: 50 });
    }
  }, 60_000);

  it('is noticed where nothing is lost but that an approval was used, and it is used nowhere again', async () => {
    const sessions = await Promise.all([one, other].map((replica) => openSession(replica.url('asks'), token)));
    const [session] = sessions as [RawSession, RawSession];
    const [before, noted] = [seen(), await timesNoted()];
    await vi.waitFor(async () => expect((await dangerous(session, 1)).text).toContain('approval_required'), 10_000);
    await approveTheOne();
    const dump = await dumpDatabase(database.url);
    expect((await dangerous(session, 2)).text).toContain('once');
    await dump.restore();
    await dump.remove();

    // At once, and until each has noticed it.
    const trying = sessions.map(async (each) => {
      for (let id = 3; ; id += 1) {
        const { text } = await dangerous(each, id);
        if (text.includes('approval_required')) return;
      }
    });
    await Promise.all(trying);
    expect(seen()).toBe(before + 1);
    await vi.waitFor(async () => expect(await timesNoted()).toBe(noted + 2), 20_000);
  }, 120_000);

  it('of a gateway that was started again since, it says what lacks, why, and what to do, which does', async () => {
    const call = async () => (await (await openSession(other.url('open'), token)).call(1, 'seen', {})).text;
    const filed = () => installation.run(other, 'audit', 'query', '--json', '--limit', '1');
    const dump = await dumpDatabase(database.url);
    await other.child.stop();
    other = await installation.startAgain(other);
    await call();
    await vi.waitFor(async () => expect(await filed()).toContain('"seen"'), { timeout: 10_000, interval: 100 });
    await dump.restore();
    await dump.remove();

    const why = /the journal is damaged: (\S+)\/\d+\.log.*If the database was set back .*: move \1 to another place/;
    const [, folder = ''] = await other.child.until('stderr', why, 30_000);
    expect(await other.child.stop()).toEqual({ code: 1, signal: null });
    expect(other.child.stderr()).toMatch(/^toolgate: the journal is damaged: [^\n]+\n$/m);
    expect(other.child.stderr().split('\ntoolgate: ')[1]).not.toContain('    at ');
    await expect(installation.startAgain(other)).rejects.toThrow(why);

    await rename(folder, `${other.dataFolder}/kept`);
    other = await installation.startAgain(other);
    await call();
    await vi.waitFor(async () => expect(await filed()).toContain('"seen"'), { timeout: 10_000, interval: 100 });
    expect(await installation.run(other, 'audit', 'verify')).toContain('all as written');
  }, 120_000);
});
