import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { type PersonalServer, startPersonalServer } from './personal-server.ts';
import { codeOf, exchange, initialize, type RawAnswer, rawAgent } from './raw-agent.ts';

/** A flood costs its sender, not the record and not the others (docs/codes.md; `admission`). */
let upstream: PersonalServer;
let gateway: OpenGateway;

const inFlight = 4;

beforeEach(async () => {
  upstream = await startPersonalServer();
});

async function open(admission: object): Promise<void> {
  gateway = await openGateway({
    servers: { personal: { url: upstream.url, allowPrivate: true } },
    policies: { open: { version: '1', default: 'allow' } },
    grants: { loud: { personal: 'open' }, quiet: { personal: 'open' } },
    more: { admission },
  });
}
afterEach(async () => {
  upstream.release();
  await gateway.close();
  await upstream.close();
});

/** Sends the same again and again, a few at a time. */
async function flood(times: number, send: (n: number) => Promise<RawAnswer>): Promise<readonly RawAnswer[]> {
  const answers: RawAnswer[] = [];
  let sent = 0;
  const sender = async (): Promise<void> => {
    while (sent < times) answers.push(await send(sent++));
  };
  await Promise.all(Array.from({ length: 10 }, sender));
  return answers;
}

const json = 'Content-Type: application/json';
const post = (headers: readonly string[], body: string): Promise<RawAnswer> =>
  exchange(gateway.port, 'POST', '/mcp/personal', headers, body);

test.each([
  ['no token', (n: number) => post([json, `X-Forwarded-For: 192.0.2.${n % 250}`], initialize)],
  [
    'another token each time',
    (n: number) => post([json, `Authorization: Bearer tg_${'x'.repeat(40)}${n}`], initialize),
  ],
  ['a stream without a token', () => exchange(gateway.port, 'GET', '/mcp/personal', ['Mcp-Session-Id: x'])],
  [
    'the end of a session without a token',
    () => exchange(gateway.port, 'DELETE', '/mcp/personal', ['Mcp-Session-Id: x']),
  ],
])('five hundred refusals before authentication are one record, and its sum: %s', async (_, send) => {
  await open({});
  const answers = await flood(500, send);
  expect(new Set(answers.map((answer) => `${answer.status} ${codeOf(answer)}`))).toEqual(
    new Set(['401 unauthenticated']),
  );
  await gateway.stop();
  const refused = (await gateway.events()).filter(({ event }) => event === 'refused');
  expect(refused.length).toBeLessThanOrEqual(2);
  expect(refused.every(({ detail }) => detail.address === '127.0.0.1' && detail.code === 'unauthenticated')).toBe(true);
  expect(refused.reduce((sum, { detail }) => sum + Number(detail.count ?? 1), 0)).toBe(500);
  expect(await gateway.calls()).toEqual([]);
  expect(upstream.heard).toEqual([]);
});

test('refusals of a grant are one record a second and kind, with their number', async () => {
  await open({ requestsPerSecond: 100 });
  const agent = await rawAgent(gateway, 'personal', 'loud');
  const begun = performance.now();
  const bodies = ['{"jsonrpc":"2.0","id":1,"method":"ping","ID":2}', '[]', '{'];
  const answers = await flood(300, (n) => agent.post(bodies[n % bodies.length] ?? ''));
  const seconds = (performance.now() - begun) / 1000;
  await gateway.stop();
  const refusals = (await gateway.calls()).filter(({ method }) => method === '');
  expect(answers.filter((answer) => codeOf(answer) === 'bad_request').length).toBeGreaterThan(50);
  for (const code of ['bad_request', 'overloaded']) {
    const told = answers.filter((answer) => codeOf(answer) === code).length;
    const records = refusals.filter((record) => record.code === code);
    expect(records.reduce((sum, { count = 1 }) => sum + count, 0)).toBe(told);
    expect(records.length).toBeLessThanOrEqual(Math.ceil(seconds) + 2);
    expect(records.every(({ grant, server }) => grant.label === 'loud' && server === 'personal')).toBe(true);
  }
  const toldInAll = refusals.reduce((sum, { count = 1 }) => sum + count, 0);
  expect(toldInAll).toBe(300);
});

describe('caps hold for one grant and leave the other in peace', () => {
  test('calls under way', async () => {
    await open({ inFlight });
    const [loud, quiet] = [await rawAgent(gateway, 'personal', 'loud'), await rawAgent(gateway, 'personal', 'quiet')];
    const held = Array.from({ length: inFlight }, (_, n) => loud.call('wait', '{}', `${n}`));
    await upstream.untilWaiting(inFlight);
    const more = await Promise.all([10, 11, 12].map((id) => loud.call('echo', '{}', `${id}`)));
    expect(more.map((answer) => [answer.status, codeOf(answer)])).toEqual(Array(3).fill([429, 'overloaded']));
    expect((await quiet.call('echo')).body).toContain('said');
    expect(upstream.heard.filter((line) => line.startsWith('tools/call'))).toHaveLength(inFlight + 1);
    upstream.release();
    for (const answer of await Promise.all(held)) expect(answer.body).toContain('"result"');
    expect((await loud.call('echo')).body).toContain('said');
  });

  test('requests a second', async () => {
    const requestsPerSecond = 8;
    await open({ requestsPerSecond });
    const [loud, quiet] = [await rawAgent(gateway, 'personal', 'loud'), await rawAgent(gateway, 'personal', 'quiet')];
    const begun = performance.now();
    const answers = await flood(200, () => loud.post('{"jsonrpc":"2.0","id":"x","method":"ping"}'));
    const seconds = (performance.now() - begun) / 1000;
    const passed = answers.filter(({ status }) => status === 200).length;
    expect(passed).toBeLessThanOrEqual(requestsPerSecond * (1 + seconds));
    expect(answers.some((answer) => codeOf(answer) === 'overloaded')).toBe(true);
    expect((await quiet.call('echo')).body).toContain('said');
  });

  test('streams held open, of which a session has one: a new one takes the place of the old, at the cap as well', async () => {
    await open({ streams: 1 });
    const [one, other] = [await rawAgent(gateway, 'personal', 'loud'), await rawAgent(gateway, 'personal', 'loud')];
    const leave = new AbortController();
    const stream = async ({ sessionId }: typeof one): Promise<Response> =>
      fetch(gateway.url('personal'), {
        headers: {
          Authorization: `Bearer ${gateway.token('loud')}`,
          Accept: 'text/event-stream',
          'Mcp-Session-Id': sessionId,
        },
        signal: leave.signal,
      });
    const first = await stream(one);
    expect(first.status).toBe(200);
    expect((await stream(other)).status).toBe(429);
    const second = await stream(one);
    expect(second.status).toBe(200);
    // Nothing but the event that names the place to go on from.
    expect(await first.text()).toMatch(/^(id: \S+\nretry: \d+\ndata: ?\n\n)?$/);
    expect((await stream(other)).status).toBe(429);
    leave.abort();
  });
});
