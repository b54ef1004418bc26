/** What is decided at one of two gateways while the other is killed, or while a server changes what it lists there. */
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { openSession, post, type RawSession } from '../../support/gateway/raw-session.ts';
import { open } from '../../support/gateway/servers.ts';
import { type ChangingServer, startChangingServer } from '../../support/upstreams/changing-server.ts';
import { newDatabase, type TestDatabase } from '../support/new-database.ts';
import { noPostgres } from '../support/start-postgres.ts';
import { type Installation, type Replica, startReplicas } from '../support/start-replicas.ts';

const postgres = inject('postgres');
const tool = (name: string, description = 'does a thing') => ({ name, description, inputSchema: { type: 'object' } });

describe.skipIf(postgres === undefined)(postgres === undefined ? noPostgres : 'what is decided elsewhere', () => {
  let upstream: ChangingServer;
  let database: TestDatabase;
  let installation: Installation;
  let one: Replica;
  let other: Replica;
  let token: string;

  beforeAll(async () => {
    upstream = await startChangingServer([tool('send'), tool('read')]);
    database = await newDatabase(postgres ?? '');
    const mail = { url: upstream.url, allowPrivate: true };
    installation = await startReplicas(2, {
      database: database.url,
      servers: { mail },
      policies: { asks: { ...open, approval: { hold: '20s' }, tools: { send: { action: 'require_approval' } } } },
      grants: { agent: { mail: 'asks' } },
    });
    [one, other] = installation.replicas as [Replica, Replica];
    token = installation.token('agent');
  }, 120_000);
  afterAll(async () => {
    await installation?.stop();
    await database?.remove();
    await upstream?.close();
  }, 60_000);

  const listed = async (...args: string[]) =>
    (await installation.run(one, ...args, '--json'))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { id: string; tool: string });
  const outcome = async (session: RawSession, name: string): Promise<string> => (await session.call(1, name)).text;

  it('lets the call that waited go once, where the gateway that held it was killed and started again', async () => {
    const session = await openSession(other.url('mail'), token);
    const gone = outcome(session, 'send').catch((error: unknown) => String(error));
    const id = await vi.waitFor(
      async () => {
        const [first] = await listed('approvals', 'list');
        if (first === undefined) throw new Error('nothing waits');
        return first.id;
      },
      { timeout: 30_000, interval: 100 },
    );
    other.child.stop('SIGKILL').catch(() => undefined);
    await installation.run(one, 'approvals', 'approve', id);
    expect(await gone).not.toContain('called send');
    expect(upstream.called).toEqual([]);
    other = await installation.startAgain(other);
    // Whoever was cut off calls again in the same session, at both at once: one of them has what was agreed to.
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 2,
      method: 'tools/call',
      params: { name: 'send', arguments: {} },
    });
    const headers = { 'Mcp-Session-Id': session.id, 'MCP-Protocol-Version': '2025-11-25' };
    const again = [one, other].map(async (replica) => {
      const { text } = await post(replica.url('mail'), token, body, headers);
      if (!text.includes('called send')) throw new Error(text);
    });
    await Promise.any(again);
    await vi.waitFor(async () => expect(await listed('approvals', 'list')).toHaveLength(1), 10_000);
    const [waits] = await listed('approvals', 'list');
    await installation.run(one, 'approvals', 'deny', waits?.id ?? '');
    const ended = await Promise.allSettled(again);
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(upstream.called).toEqual(['send']);
  }, 120_000);

  it('is the definition that an operator saw, whatever the server lists at another gateway by then', async () => {
    const [here, there] = (await Promise.all(
      [one, other].map((replica) => openSession(replica.url('mail'), token)),
    )) as [RawSession, RawSession];
    const names = async (session: RawSession): Promise<string> =>
      (await session.send({ id: 2, method: 'tools/list' })).text;
    upstream.tools = [tool('send'), tool('read', 'reads more')];
    expect(await names(here)).not.toContain('"read"');
    const [seen] = await vi.waitFor(async () => {
      const all = await listed('definition', 'list');
      expect(all).toHaveLength(1);
      return all;
    }, 10_000);
    upstream.tools = [tool('send'), tool('read', 'reads everything, and sends it')];
    expect(await names(there)).not.toContain('"read"');
    await installation.run(one, 'definition', 'approve', seen?.id ?? '');
    for (const session of [here, there]) {
      expect(await outcome(session, 'read')).toContain('definition_changed');
      expect(await names(session)).not.toContain('"read"');
    }
    expect(upstream.called).not.toContain('read');
    // What was approved is called as soon as the server lists it again, at both.
    upstream.tools = [tool('send'), tool('read', 'reads more')];
    for (const session of [here, there]) {
      await vi.waitFor(
        async () => {
          expect(await names(session)).toContain('"read"');
          expect(await outcome(session, 'read')).toContain('called read');
        },
        { timeout: 10_000, interval: 100 },
      );
    }
  }, 60_000);
});
