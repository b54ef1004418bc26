/** Sessions of clients that leave without a word, are too many, or use the same ids. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { legacyClient } from '../support/gateway/clients.ts';
import { initialize, openSession, post } from '../support/gateway/raw-session.ts';
import { open, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type LegacyHttp, startLegacyHttp } from '../support/upstreams/legacy-server.ts';

interface Envelope {
  readonly id: unknown;
  readonly result?: { readonly content: readonly [{ readonly text: string }] };
  readonly error?: { readonly code: number; readonly data: { readonly code: string } };
}
const read = (text: string): Envelope => JSON.parse(text) as Envelope;

let gateway: TestGateway;
let upstream: LegacyHttp;
beforeAll(async () => {
  upstream = await startLegacyHttp();
  gateway = await startGateway({
    servers: {
      outspoken: { ...servers.outspoken(), shared: true },
      own: servers.outspoken(),
      http: { url: upstream.url, allowPrivate: true },
    },
    policies: { open },
    grants: {
      many: { outspoken: 'open', http: 'open' },
      first: { own: 'open' },
      second: { own: 'open' },
    },
    more: { admission: { processes: 2, sessions: 200, inFlight: 1000, requestsPerSecond: 100_000 } },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await upstream?.close();
}, 60_000);

describe.each(['outspoken', 'http'])('100 clients that all use id 1 (%s)', (slug) => {
  it('each get their own answer', async () => {
    const url = gateway.url(slug);
    const token = gateway.token('many');
    const tool = slug === 'http' ? 'echo' : 'later';
    const sessions = await Promise.all(Array.from({ length: 100 }, () => openSession(url, token)));
    const secrets = sessions.map((_, n) => `secret of client ${n}`);
    const answers = await Promise.all(sessions.map((session, n) => session.call(1, tool, { value: secrets[n] })));
    for (const [n, { text }] of answers.entries()) {
      const found = text.match(/secret of client \d+/g);
      expect(found).toEqual([secrets[n]]);
    }
    await Promise.all(sessions.map((session) => session.end()));
  });
});

describe('ids within a session', () => {
  it('one that is in flight is refused, and the call under way is answered', async () => {
    const session = await openSession(gateway.url('outspoken'), gateway.token('many'));
    const first = session.call('same', 'never');
    const second = session.call('same', 'later');
    const other = session.call('another', 'later', { n: 1 });
    expect(read((await second).text)).toMatchObject({
      id: 'same',
      error: { code: -32600, data: { code: 'duplicate_id' } },
    });
    expect((await second).status).toBe(400);
    expect(read((await other).text).id).toBe('another');
    await session.send({ method: 'notifications/cancelled', params: { requestId: 'same' } });
    expect((await first).status).toBe(202);
    // Once it has ended, the id is free again.
    expect(read((await session.call('same', 'later', { n: 2 })).text).result?.content[0].text).toBe('{"n":2}');
    await session.end();
  });

  it('1 and "1" are two ids, and come back as they were', async () => {
    const session = await openSession(gateway.url('outspoken'), gateway.token('many'));
    const [number, string] = await Promise.all([
      session.call(1, 'later', { is: 'number' }),
      session.call('1', 'later', { is: 'string' }),
    ]);
    expect(number.text).toContain('"id":1,');
    expect(number.text).toContain('number');
    expect(string.text).toContain('"id":"1",');
    expect(string.text).toContain('string');
    await session.end();
  });
});

describe('a grant that holds as many processes as it may', () => {
  it('is not locked out by clients that left without ending their sessions', async () => {
    for (let round = 0; round < 5; round++) {
      const client = await legacyClient(gateway.url('own'), gateway.token('first'));
      expect((await client.listTools()).tools.length).toBeGreaterThan(0);
      await client.close();
    }
  });

  it('is refused one more while all are in use, and no other grant is', async () => {
    const url = gateway.url('own');
    const token = gateway.token('second');
    const inUse = [await openSession(url, token), await openSession(url, token)];
    for (const session of inUse) {
      // Of two with one id, one is refused: the other is under way then.
      await Promise.race([session.call(1, 'never'), session.call(1, 'never')]);
    }
    const third = await post(url, token, initialize());
    expect(read(third.text).error).toMatchObject({ code: -32603, data: { code: 'overloaded' } });
    const other = await legacyClient(url, gateway.token('first'));
    expect((await other.listTools()).tools.length).toBeGreaterThan(0);
    await other.close();
    for (const session of inUse) await session.end();
  });
});

describe('a session', () => {
  it('is nobody else’s', async () => {
    const session = await openSession(gateway.url('own'), gateway.token('first'));
    const ping = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
    const headers = { 'Mcp-Session-Id': session.id };
    const stolen = await post(gateway.url('own'), gateway.token('second'), ping, headers);
    const invented = await post(gateway.url('own'), gateway.token('second'), ping, {
      'Mcp-Session-Id': 'x'.repeat(43),
    });
    expect([stolen.status, stolen.text]).toEqual([404, invented.text]);
    expect((await session.send({ id: 1, method: 'ping' })).status).toBe(200);
    expect(await session.end()).toBe(204);
    expect((await session.send({ id: 1, method: 'ping' })).status).toBe(404);
  });

  it('must be opened first', async () => {
    const ping = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
    expect((await post(gateway.url('own'), gateway.token('first'), ping)).status).toBe(400);
  });
});
