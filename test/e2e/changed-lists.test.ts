/** Clients are told when another configuration may have changed what they see listed, and nobody else is. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type OpenGateway, openGateway } from '../adversarial/gateway/open-gateway.ts';
import { rawAgent } from '../adversarial/gateway/raw-agent.ts';
import { listenTo, type OpenStream, openEvents } from '../support/gateway/listen.ts';
import { openSession, post } from '../support/gateway/raw-session.ts';
import type { GatewaySetup } from '../support/gateway/start-gateway.ts';
import { startByteCounter } from '../support/upstreams/byte-counter.ts';
import { type DualEraHttp, startDualEra } from '../support/upstreams/dual-era-server.ts';

const deny = { action: 'deny' };
const lists = { toolsListChanged: true, promptsListChanged: true, resourcesListChanged: true };

let [legacy, modern]: (DualEraHttp | undefined)[] = [];
let gateway: OpenGateway;
const setupWith = (mine: object, more: object = {}): GatewaySetup => ({
  servers: {
    legacy: { url: legacy?.url ?? '', allowPrivate: true },
    modern: { url: modern?.url ?? '', allowPrivate: true },
  },
  policies: { others: { version: '1', default: 'allow', ...more }, mine: { version: '1', default: 'allow', ...mine } },
  grants: { me: { legacy: 'mine', modern: 'mine' }, other: { legacy: 'others', modern: 'others' } },
});
beforeAll(async () => {
  [legacy, modern] = [await startDualEra('legacy'), await startDualEra('modern')];
  gateway = await openGateway(setupWith({}));
});
afterAll(async () => {
  await gateway?.close();
  await Promise.all([legacy?.close(), modern?.close()]);
});

const all = (): string => `http://127.0.0.1:${gateway.port}/mcp`;

/** Four ways to hear of it: in a session and without one, with one server and with all. */
async function everyStream(grant: string): Promise<readonly OpenStream[]> {
  const token = gateway.token(grant);
  const one = await rawAgent(gateway, 'legacy', grant);
  const together = await openSession(all(), token);
  const unbound = [await listenTo(gateway.url('modern'), token, 'l', lists), await listenTo(all(), token, 'a', lists)];
  for (const stream of unbound) await stream.next();
  return [
    await openEvents(gateway.url('legacy'), token, one.sessionId),
    await openEvents(all(), token, together.id),
    ...unbound,
  ];
}

/** What each stream says until it has told of tools that changed and of everything that came with it. */
async function told(streams: readonly OpenStream[], many: number): Promise<readonly (readonly string[])[]> {
  return Promise.all(
    streams.map(async (stream) => {
      const methods: string[] = [];
      for (let i = 0; i < many; i += 1) methods.push(String((await stream.next())?.method));
      return methods;
    }),
  );
}

const of = (...kinds: string[]): string[] => kinds.map((kind) => `notifications/${kind}/list_changed`);

it('of tools when a rule on tools changes, of all three with a rule on the others, and only those whom it concerns', async () => {
  const [mine, others] = [await everyStream('me'), await everyStream('other')];
  const apply = async (setup: GatewaySetup): Promise<void> => {
    expect((await gateway.apply(setup)).ok).toBe(true);
  };

  await apply(setupWith({ tools: { echo: { action: 'hide' } } }));
  const [inOne, inAll, listening, listeningToAll] = mine as [OpenStream, OpenStream, OpenStream, OpenStream];
  expect(await told([inOne, inAll, listening], 1)).toEqual([of('tools'), of('tools'), of('tools')]);
  // Once for each server that is listened to.
  expect(await told([listeningToAll], 2)).toEqual([of('tools', 'tools')]);

  // Another text that says the same about everybody else; and nothing that has not changed is told of again.
  await apply(setupWith({ tools: { echo: { action: 'hide' } }, prompts: { secret: deny } }));
  expect(await told([inOne, inAll, listening], 2)).toEqual(Array(3).fill(of('tools', 'prompts')));
  expect(await told([listeningToAll], 4)).toEqual([of('tools', 'prompts', 'tools', 'prompts')]);

  // The first that the other grant hears is what concerns it.
  await apply(setupWith({ tools: { echo: { action: 'hide' } }, prompts: { secret: deny } }, { default: 'deny' }));
  const three = of('tools', 'prompts', 'resources');
  expect(await told(others.slice(0, 3), 3)).toEqual(Array(3).fill(three));
  expect(await told(others.slice(3), 6)).toEqual([[...three, ...three]]);
  for (const stream of [...mine, ...others]) stream.leave();
});

it('of a server, too, whose own lists never change', async () => {
  const plain = await startByteCounter();
  const under = (tools: object): GatewaySetup => ({
    servers: { plain: { url: plain.url, allowPrivate: true } },
    policies: { plain: { version: '1', default: 'allow', tools } },
  });
  const own = await openGateway(under({}));
  try {
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } };
    const hello = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    const { text } = await post(own.url('plain'), own.token(), hello);
    const changing = { listChanged: true };
    expect(JSON.parse(text).result.capabilities).toEqual({ tools: changing, resources: changing, prompts: changing });
    const stream = await listenTo(own.url('plain'), own.token(), 'x', lists);
    expect(await stream.next()).toMatchObject({ params: { notifications: lists } });
    expect((await own.apply(under({ echo: { action: 'hide' } }))).ok).toBe(true);
    expect(await told([stream], 1)).toEqual([of('tools')]);
    stream.leave();
  } finally {
    await own.close();
    await plain.close();
  }
});
