import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { codeOf, rawAgent } from './raw-agent.ts';

const names = ['t', 'u', 'pair', 'get_one', 'GET_one', 'get_secret', 'a.b', 'aXb', 'pay', 'many'];
const tools = names.map((name) => ({ name, inputSchema: { type: 'object' as const } }));
const once = { window: 'day', max: 1, scope: 'grant' };

let upstream: ByteCounter;
let gateway: OpenGateway;

/** The same rules in another order: it must make no difference. */
const rules = {
  'get_*': {},
  get_secret: { action: 'deny' },
  'a.*': {},
  '*_secret': {},
  pay: { require: [{ path: 'args.amount', op: 'lte', value: 100 }] },
};
const shuffled = Object.fromEntries(Object.entries(rules).reverse());

beforeAll(async () => {
  upstream = await startByteCounter(tools);
  const server = { url: upstream.url, allowPrivate: true };
  const counting = {
    version: '1',
    default: 'deny',
    tools: {
      t: { rate_limit: { max: 1, window: 'day' } },
      u: { limits: [{ counter: 't', ...once }] },
      pair: { limits: [{ counter: 'pair', ...once, per: ['args.a', 'args.b'] }] },
      many: { limits: [{ counter: 'many', ...once, max: 7 }] },
    },
  };
  gateway = await openGateway({
    servers: { one: server, two: server, ordered: server, shuffled: server },
    policies: {
      counting,
      ordered: { version: '1', default: 'deny', tools: rules },
      shuffled: { version: '1', default: 'deny', tools: shuffled },
    },
    grants: {
      g: { one: 'counting', two: 'counting', ordered: 'ordered', shuffled: 'shuffled' },
      'g.one': { one: 'counting' },
      'g.one.two': { one: 'counting' },
      // What the others have asked for is not counted against what this one may ask for at once.
      hasty: { one: 'counting' },
    },
  });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});
beforeEach(() => upstream.reset());

const passed = undefined;

describe('B45: budgets that a careless key would make one', () => {
  test('a shorthand and a counter of the same name, and grants whose labels begin alike', async () => {
    for (const label of ['g', 'g.one', 'g.one.two']) {
      const agent = await rawAgent(gateway, 'one', label);
      for (const name of ['t', 'u']) {
        expect([label, name, codeOf(await agent.call(name))]).toEqual([label, name, passed]);
        expect([label, name, codeOf(await agent.call(name))]).toEqual([label, name, 'rate_limited']);
      }
    }
    expect(upstream.toolCalls()).toBe(6);
  });

  test.each([
    ['x:y', 'z'],
    ['x', 'y:z'],
    ['x', 'z'],
    ['z', 'x'],
    ['', 'xz'],
    ['xz', ''],
    ['x","z', ''],
    ['x', '","z'],
    ['x\0', 'z'],
    ['x', '\0z'],
    ['1', 'z'],
    [1, 'z'],
    [true, 'z'],
    ['true', 'z'],
    ['__proto__', 'z'],
    ['constructor', 'z'],
  ])('per %j and %j', async (a, b) => {
    const agent = await rawAgent(gateway, 'one', 'g');
    const args = JSON.stringify({ a, b });
    expect(codeOf(await agent.call('pair', args))).toBe(passed);
    expect(codeOf(await agent.call('pair', args))).toBe('rate_limited');
    // Another spelling of the same values is the same budget.
    const spelled = args.replaceAll('x', '\\u0078').replaceAll('z', '\\u007a').replace('{', '{ ');
    expect(codeOf(await agent.call('pair', spelled))).toBe('rate_limited');
    expect(upstream.toolCalls()).toBe(1);
  });
});

describe.each(['ordered', 'shuffled'])('B22: globs and precedence, rules %s', (slug) => {
  test.each([
    ['get_one', '{}', passed],
    ['GET_one', '{}', 'default_deny'],
    ['get_secret', '{}', 'denied'],
    ['a.b', '{}', passed],
    ['aXb', '{}', 'default_deny'],
    ['get_', '{}', undefined],
    ['get_\u200b', '{}', undefined],
    ['get_one\n', '{}', undefined],
    ['get_*', '{}', undefined],
    ['pay', '{"amount":100}', passed],
    ['pay', '{"amount":1e2}', passed],
    ['pay', '{"amount":100.00000000000000001}', 'bad_request'],
    ['pay', '{"amount":100.00000000000001}', 'condition'],
    ['pay', '{"amount":"5"}', 'condition'],
    ['pay', '{"amount":[5]}', 'condition'],
    ['pay', '{"amount":null}', 'condition'],
    ['pay', '{"Amount":5}', 'condition'],
    ['pay', '{}', 'condition'],
    ['pay', '{"amount":true}', 'condition'],
  ])('%j %s', async (name, args, code) => {
    const agent = await rawAgent(gateway, slug, 'g');
    expect(codeOf(await agent.call('get_one'))).toBe(passed);
    upstream.reset();
    const answer = await agent.call(name, args);
    expect(codeOf(answer)).toBe(code);
    const goesThrough = answer.body.includes('called ');
    expect(goesThrough).toBe(code === passed && names.includes(name));
    expect(upstream.toolCalls()).toBe(goesThrough ? 1 : 0);
  });
});

test('B40: of fifty calls at once, in five sessions, as many pass as the limit has room for', async () => {
  const agents = await Promise.all([1, 2, 3, 4, 5].map(() => rawAgent(gateway, 'one', 'hasty')));
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => agents[n % 5]?.call('many', '{}', String(n)) ?? Promise.reject(new Error())),
  );
  const count = (code: string | undefined): number => answers.filter((answer) => codeOf(answer) === code).length;
  expect([count(passed), count('rate_limited')]).toEqual([7, 43]);
  expect(upstream.toolCalls()).toBe(7);
});

test('B43: not one byte was sent, so the amount is given back, as often as it is tried', async () => {
  const doomed = await startByteCounter(tools);
  const inside = await openGateway({
    servers: { doomed: { url: doomed.url, allowPrivate: true } },
    policies: {
      doomed: { version: '1', default: 'deny', tools: { t: { limits: [{ counter: 't', ...once, max: 2 }] } } },
    },
  });
  const agent = await rawAgent(inside, 'doomed');
  expect(codeOf(await agent.call('t'))).toBe(passed);
  await doomed.close();
  // By the time that this is answered the gateway has seen its connections end, and writes on none of them.
  expect((await agent.post('{"jsonrpc":"2.0","id":1,"method":"ping"}')).body).toContain('"result":{}');
  for (let attempt = 0; attempt < 10; attempt += 1) {
    expect(codeOf(await agent.call('t'))).toBe('upstream_unavailable');
  }
  await inside.stop();
  const calls = await inside.calls();
  expect(calls).toHaveLength(11);
  expect(calls.slice(1).every(({ outcome, givenBack }) => outcome === 'error' && givenBack === true)).toBe(true);
  await inside.close();
});
