/** Every attack of the database against the real gateway, and a server that counts each byte: the recorded verdict holds. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attack, ReplayStep } from '../../src/catalog/attacks/attack.ts';
import { attacks } from '../../src/catalog/index.ts';
import { openSession, post, type RawSession } from '../support/gateway/raw-session.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type ByteCounter, startByteCounter } from '../support/upstreams/byte-counter.ts';

let gateway: TestGateway;
const counters = new Map<string, ByteCounter>();
const slugOf = (index: number): string => `attack-${index}`;

beforeAll(async () => {
  for (const [index, { replay }] of attacks.entries())
    counters.set(slugOf(index), await startByteCounter(replay.tools));
  gateway = await startGateway({
    servers: Object.fromEntries([...counters].map(([slug, { url }]) => [slug, { url, allowPrivate: true }])),
    policies: Object.fromEntries(attacks.map(({ policy }, index) => [slugOf(index), policy])),
  });
}, 120_000);
afterAll(async () => {
  await gateway?.stop();
  for (const counter of counters.values()) await counter.close();
}, 60_000);

interface Scene {
  readonly url: string;
  readonly counter: ByteCounter;
  readonly session: RawSession;
}

const toolsCall = (name: string, args: object): string =>
  JSON.stringify({ jsonrpc: '2.0', id: 9, method: 'tools/call', params: { name, arguments: args } });

/** Does the step. @returns whether it got through: to the server, or, of a list, to the agent */
async function getsThrough(step: ReplayStep, { url, counter, session }: Scene): Promise<boolean> {
  const before = counter.toolCalls();
  const sessionHeaders = { 'Mcp-Session-Id': session.id, 'MCP-Protocol-Version': '2025-11-25' };
  switch (step.kind) {
    case 'call':
      await session.call(1, step.tool, step.arguments);
      break;
    case 'repeat':
      for (let time = 0; time < step.times; time++) await session.call(time + 10, step.tool, step.arguments);
      return counter.toolCalls() !== before + step.admitted;
    case 'raw':
      await session.send(step.body);
      break;
    case 'headers':
      await post(url, gateway.token(), toolsCall(step.tool, step.arguments), { ...sessionHeaders, ...step.headers });
      for (const [name, value] of Object.entries(step.headers)) {
        expect(counter.received().toString().toLowerCase()).not.toContain(`${name}: ${value}`.toLowerCase());
      }
      break;
    case 'token':
      expect((await post(url, step.token, toolsCall(step.tool, step.arguments), sessionHeaders)).status).toBe(401);
      break;
    case 'path': {
      const answer = await post(`${gateway.origin}${step.path}`, gateway.token(), JSON.stringify(step.body));
      expect(answer.status).toBeGreaterThanOrEqual(400);
      break;
    }
    case 'listed': {
      const { text } = await session.send({ id: 2, method: 'tools/list' });
      const { result } = JSON.parse(text) as {
        readonly result: { readonly tools: readonly { readonly name: string }[] };
      };
      return result.tools.some(({ name }) => name === step.tool);
    }
    case 'capability': {
      const [hello = ''] = counter.bodies().filter((body) => body.includes('"initialize"'));
      expect(hello).not.toBe('');
      return hello.includes(`"${step.name}"`);
    }
    case 'direct':
      await post(counter.url, undefined, toolsCall(step.tool, step.arguments));
      break;
  }
  return counter.toolCalls() > before;
}

const rows = attacks.map((attack, index): [string, Attack, string] => [attack.slug, attack, slugOf(index)]);

describe('each attack ends as the database says', () => {
  it.each(rows)('%s', async (_slug, attack, slug) => {
    const counter = counters.get(slug);
    if (counter === undefined) throw new Error('no such server');
    const url = gateway.url(slug);
    const session = await openSession(url, gateway.token(), { sampling: {}, roots: {}, elicitation: {} });
    const scene = { url, counter, session };
    const { benign, stopped, passes } = attack.replay;
    for (const step of benign) expect(await getsThrough(step, scene), `benign ${JSON.stringify(step)}`).toBe(true);
    // Under one policy: what is honest reaches the server, and of the attack only what the verdict admits.
    for (const step of stopped) expect(await getsThrough(step, scene), `stopped ${JSON.stringify(step)}`).toBe(false);
    for (const step of passes) expect(await getsThrough(step, scene), `passes ${JSON.stringify(step)}`).toBe(true);
    const verdict = passes.length === 0 ? 'blocked' : stopped.length === 0 ? 'not_blocked' : 'limited';
    expect(attack.verdict).toBe(verdict);
  });
});
