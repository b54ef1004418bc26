import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { GatewaySetup } from '../../support/gateway/start-gateway.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { type PersonalServer, startPersonalServer } from './personal-server.ts';
import { codeOf, exchange, rawAgent } from './raw-agent.ts';

/** Threats B29, B68, B78, B91: what belongs to one grant is never another's, and is nobody's once the grant is gone. */
let upstream: PersonalServer;
beforeAll(async () => {
  upstream = await startPersonalServer();
});
afterAll(() => upstream.close());

const open = { version: '1', default: 'allow' };
// What it lists depends on who asks, so its list cannot be pinned.
const server = () => ({ url: upstream.url, allowPrivate: true, pinned: false });
const setupFor = (labels: readonly string[], policy: object = open): GatewaySetup => ({
  servers: { personal: server(), other: server() },
  policies: { open, personal: policy },
  grants: Object.fromEntries(labels.map((label) => [label, { personal: 'personal', other: 'open' }])),
  more: { admission: { requestsPerSecond: 100_000 } },
});

test('a hundred clients that all use the same ids each get their own answers', async () => {
  const labels = Array.from({ length: 100 }, (_, n) => `client-${n}`);
  const gateway = await openGateway(setupFor(labels));
  try {
    const answers = await Promise.all(
      labels.map(async (label) => {
        const agent = await rawAgent(gateway, 'personal', label);
        const secret = `secret-of-${label}-${gateway.token(label).slice(-8)}`;
        const bodies: string[] = [];
        for (let round = 0; round < 3; round += 1) {
          const both = [1, 2].map((id) => agent.call('echo', `{"secret":"${secret}","id":${id}}`, `${id}`));
          bodies.push(...(await Promise.all(both)).map(({ body }) => body));
        }
        return { secret, bodies };
      }),
    );
    const sessions = new Set<string>();
    for (const { secret, bodies } of answers) {
      const own = new Set<string>();
      for (const [index, body] of bodies.entries()) {
        const { id, result } = JSON.parse(body) as { id: number; result: { content: { text: string }[] } };
        const { session, said } = JSON.parse(result.content[0]?.text ?? '');
        expect(id).toBe((index % 2) + 1);
        expect(said).toEqual({ secret, id });
        own.add(session);
      }
      expect(own.size).toBe(1);
      for (const session of own) sessions.add(session);
    }
    // Nor do two clients share a session with the server.
    expect(sessions.size).toBe(100);
  } finally {
    await gateway.close();
  }
});

describe('two grants', () => {
  let gateway: OpenGateway;
  beforeEach(async () => {
    gateway = await openGateway(setupFor(['alice', 'bob']));
  });
  afterEach(() => gateway.close());

  const as = (label: string, sessionId: string, method: string, slug = 'personal', body = '') => {
    const headers = [
      `Authorization: Bearer ${gateway.token(label)}`,
      'Accept: application/json, text/event-stream',
      ...(method === 'POST' ? ['Content-Type: application/json'] : []),
      `Mcp-Session-Id: ${sessionId}`,
    ];
    return exchange(gateway.port, method, `/mcp/${slug}`, headers, body);
  };
  const call = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{}}}';

  test.each([
    ['POST', call],
    ['POST', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}'],
    ['POST', '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}'],
    ['POST', '{"jsonrpc":"2.0","id":1,"result":{}}'],
    ['GET', ''],
    ['DELETE', ''],
  ])('B68: the session of another is as unknown as one that never was: %s %s', async (method, body) => {
    const alice = await rawAgent(gateway, 'personal', 'alice');
    const before = upstream.heard.length;
    const theirs = await as('bob', alice.sessionId, method, 'personal', body);
    const elsewhere = await as('alice', alice.sessionId, method, 'other', body);
    const none = await as('bob', 'x'.repeat(alice.sessionId.length), method, 'personal', body);
    const timeless = ({ status, head, body }: typeof none) => [status, head.replace(/^date: .*$/im, ''), body];
    expect(timeless(theirs)).toEqual(timeless(none));
    expect(timeless(elsewhere)).toEqual(timeless(none));
    expect([none.status, codeOf(none)]).toEqual([404, 'unknown_session']);
    expect(upstream.heard.length).toBe(before);
    expect((await alice.call('echo')).body).toContain('said');
  });

  test('B78: what a server lists for one it does not list for the other, and a name of the one is unknown to the other', async () => {
    const [alice, bob] = [await rawAgent(gateway, 'personal', 'alice'), await rawAgent(gateway, 'personal', 'bob')];
    const mine = async (agent: typeof alice): Promise<string> => {
      const { body } = await agent.post('{"jsonrpc":"2.0","id":1,"method":"tools/list"}');
      const names = [...body.matchAll(/mine_\w+/g)].map(([name]) => name);
      expect(names).toHaveLength(1);
      return names[0] ?? '';
    };
    const [hers, his] = [await mine(alice), await mine(bob)];
    expect(hers).not.toBe(his);
    expect((await alice.call(hers)).body).toContain('said');
    for (const [agent, name] of [
      [alice, his],
      [bob, hers],
    ] as const) {
      expect((await agent.call(name)).body).toContain(`Unknown tool: ${name}`);
      expect(upstream.heard.filter((line) => line === `tools/call ${name.slice('mine_'.length)}`).length).toBe(
        name === hers ? 1 : 0,
      );
    }
  });

  test('B29: an open session is shown, and may call, what the policy of now lets it', async () => {
    const alice = await rawAgent(gateway, 'personal', 'alice');
    const listed = async (): Promise<boolean> =>
      (await alice.post('{"jsonrpc":"2.0","id":1,"method":"tools/list"}')).body.includes('"echo"');
    const calls = async (): Promise<boolean> => (await alice.call('echo')).body.includes('said');
    expect([await listed(), await calls()]).toEqual([true, true]);
    for (const [policy, may] of [
      [{ ...open, hide: ['echo'] }, false],
      [open, true],
      [{ version: '1', default: 'deny' }, false],
    ] as const) {
      expect((await gateway.apply(setupFor(['alice', 'bob'], policy))).ok).toBe(true);
      expect([await listed(), await calls()]).toEqual([may, may]);
    }
  });

  test('a grant that is taken away ends at once: its session, its stream, its call, and the session behind it', async () => {
    const [alice, bob] = [await rawAgent(gateway, 'personal', 'alice'), await rawAgent(gateway, 'personal', 'bob')];
    const open = upstream.sessions.size;
    const stream = as('bob', bob.sessionId, 'GET');
    const held = bob.call('wait');
    const kept = alice.call('wait');
    await upstream.untilWaiting(2);
    expect((await gateway.apply(setupFor(['alice']))).ok).toBe(true);
    expect((await stream).status).toBe(200);
    expect((await held).body).not.toContain('"result"');
    expect([(await bob.call('echo')).status, (await as('bob', bob.sessionId, 'GET')).status]).toEqual([401, 401]);
    expect(upstream.sessions.size).toBe(open - 1);
    expect((await alice.call('echo', '{}', '2')).body).toContain('said');
    upstream.release();
    expect((await kept).body).toContain('"result"');

    // Given again, the grant begins anew.
    expect((await gateway.apply(setupFor(['alice', 'bob']))).ok).toBe(true);
    expect(codeOf(await bob.call('echo'))).toBe('unknown_session');
    expect((await (await rawAgent(gateway, 'personal', 'bob')).call('echo')).body).toContain('said');
  });
});

test('B29: through two hundred reloads under load each call is judged by one policy, the one that its record names', async () => {
  // Odd rounds deny what even rounds allow, by another rule each time; each text is a version of its own.
  const policyOf = (round: number): object =>
    round % 2 === 0
      ? { version: '1', default: 'deny', description: `round ${round}`, tools: { echo: {} } }
      : { version: '1', default: 'allow', description: `round ${round}`, tools: { echo: { action: 'deny' } } };
  const gateway = await openGateway(setupFor(['alice'], policyOf(0)));
  try {
    const agents = await Promise.all([1, 2, 3, 4].map(() => rawAgent(gateway, 'personal', 'alice')));
    let reloading = true;
    const told = new Map<string, string>();
    const callers = agents.map(async (agent) => {
      while (reloading) {
        const answer = await agent.call('echo');
        const requestId = /"requestId":"([^"]+)"/.exec(answer.body)?.[1] ?? answer.body;
        told.set(requestId, codeOf(answer) ?? (answer.body.includes('said') ? 'allow' : answer.body));
      }
    });
    for (let round = 1; round <= 200; round += 1) {
      expect((await gateway.apply(setupFor(['alice'], policyOf(round)))).ok).toBe(true);
      await new Promise((resolve) => setImmediate(resolve));
    }
    reloading = false;
    await Promise.all(callers);
    await gateway.stop();
    const calls = (await gateway.calls()).filter(({ subject }) => subject === 'echo');
    expect(new Set(calls.map(({ requestId }) => requestId))).toEqual(new Set(told.keys()));
    const versions = new Set<number>();
    for (const { policyVersion = 0, outcome, code, rule, requestId } of calls) {
      versions.add(policyVersion);
      // Versions count from one, rounds from zero. What the next round denies may be overtaken by it on its way out.
      const expected =
        policyVersion % 2 === 0
          ? ['deny', 'denied', '/tools/echo/action']
          : code === 'snapshot_stale'
            ? ['error', 'snapshot_stale', undefined]
            : ['allow', undefined, undefined];
      expect([outcome, code, rule]).toEqual(expected);
      expect(told.get(requestId)).toBe(code ?? outcome);
    }
    expect(versions.size).toBeGreaterThan(20);
    // To be overtaken is what happens to a few.
    const overtaken = calls.filter(({ code }) => code === 'snapshot_stale').length;
    expect(calls.filter(({ outcome }) => outcome === 'allow').length).toBeGreaterThan(overtaken);
  } finally {
    await gateway.close();
  }
});
