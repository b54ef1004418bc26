import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { type PersonalServer, startPersonalServer } from './personal-server.ts';
import { codeOf, type RawAgent, rawAgent } from './raw-agent.ts';

/** Threats B13: ids are the client's own affair, and one that is under way is not given out twice. */
let upstream: PersonalServer;
let gateway: OpenGateway;
let agent: RawAgent;

beforeEach(async () => {
  upstream = await startPersonalServer();
  gateway = await openGateway({
    servers: { personal: { url: upstream.url, allowPrivate: true } },
    policies: { open: { version: '1', default: 'allow' } },
  });
  agent = await rawAgent(gateway, 'personal');
});
afterEach(async () => {
  upstream.release();
  await gateway.close();
  await upstream.close();
});

const calls = (): number => upstream.heard.filter((line) => line.startsWith('tools/call')).length;

test.each([
  ['1', '1'],
  ['1', '1.0'],
  ['1', '1e0'],
  ['100', '1E2'],
  ['0', '-0'],
  ['"a"', '"a"'],
  ['"a"', '"\\u0061"'],
])('while %s is under way, %s is refused', async (first, second) => {
  const held = agent.call('wait', '{}', first);
  await upstream.untilWaiting(1);
  const answer = await agent.call('echo', '{}', second);
  expect([answer.status, codeOf(answer)]).toEqual([400, 'duplicate_id']);
  expect(answer.body).toContain(`"id":${second},`);
  expect(calls()).toBe(1);
  upstream.release();
  // The answer belongs to the first, under the id as it wrote it.
  expect((await held).body).toMatch(new RegExp(`^\\{"jsonrpc":"2\\.0","id":${first},"result":`));
  // Once it has ended, the id may be used again.
  expect((await agent.call('echo', '{}', second)).body).toContain('said');
});

test.each([
  ['1', '"1"'],
  ['"a"', '"A"'],
  ['"\u00e4"', '"a\u0308"'],
  ['""', '" "'],
  ['9007199254740991', '9007199254740992'],
])('while %s is under way, %s is another', async (first, second) => {
  const held = agent.call('wait', '{}', first);
  await upstream.untilWaiting(1);
  const answer = await agent.call('echo', '{}', second);
  expect(answer.body).toContain('said');
  expect(answer.body).toContain(`"id":${second},`);
  upstream.release();
  expect((await held).body).toContain(`"id":${first},`);
});

test('a cancellation reaches the call of its own session only', async () => {
  const other = await rawAgent(gateway, 'personal');
  const [mine, theirs] = [agent.call('wait', '{}', '7'), other.call('wait', '{}', '7')];
  await upstream.untilWaiting(2);
  await agent.post('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"7"}}');
  expect(upstream.heard.filter((line) => line.startsWith('notifications/cancelled'))).toEqual([]);
  await agent.post('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}');
  expect((await mine).body).not.toContain('"result"');
  upstream.release();
  expect((await theirs).body).toContain('"result"');
  expect(upstream.heard.filter((line) => line.startsWith('notifications/cancelled'))).toHaveLength(1);
});

test('an id is free as soon as its answer is there, whatever is still to be written about it', async () => {
  const agents = await Promise.all([1, 2, 3, 4].map(() => rawAgent(gateway, 'personal')));
  await Promise.all(
    agents.map(async (each) => {
      for (let n = 0; n < 25; n += 1) expect((await each.call('echo', '{}', '1')).body).toContain('said');
    }),
  );
});
