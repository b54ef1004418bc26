/** Streams that a client takes up again where it lost them: revisions 2025-06-18 and 2025-11-25. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession, type RawSession } from '../support/gateway/raw-session.ts';
import { readEvents } from '../support/gateway/read-events.ts';
import { openBothWays, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type LegacyHttp, startLegacyHttp } from '../support/upstreams/legacy-server.ts';

let gateway: TestGateway;
let upstream: LegacyHttp;
beforeAll(async () => {
  upstream = await startLegacyHttp();
  gateway = await startGateway({
    servers: { http: { url: upstream.url, allowPrivate: true }, pipe: servers.legacy() },
    policies: { open: openBothWays },
    grants: { one: { http: 'open', pipe: 'open' }, other: { http: 'open', pipe: 'open' } },
  });
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await upstream?.close();
}, 60_000);

interface Event {
  readonly id: string | undefined;
  readonly retry: string | undefined;
  readonly data: { readonly id?: number; readonly method?: string; readonly result?: { content: unknown } } | undefined;
}

/** A stream of events over one connection. */
async function stream(url: string, grant: string, session: RawSession, body: object | undefined, last?: string) {
  const left = new AbortController();
  const answer = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      Accept: body === undefined ? 'text/event-stream' : 'application/json, text/event-stream',
      'Content-Type': 'application/json',
      Authorization: `Bearer ${gateway.token(grant)}`,
      'Mcp-Session-Id': session.id,
      'MCP-Protocol-Version': '2025-11-25',
      ...(last === undefined ? {} : { 'Last-Event-ID': last }),
    },
    signal: left.signal,
    ...(body === undefined ? {} : { body: JSON.stringify({ jsonrpc: '2.0', ...body }) }),
  });
  const events = read(answer);
  return {
    status: answer.status,
    next: async (): Promise<Event | undefined> => (await events.next()).value ?? undefined,
    rest: async (): Promise<Event[]> => {
      const all: Event[] = [];
      for await (const event of events) all.push(event);
      return all;
    },
    leave: () => left.abort(),
  };
}

async function* read(answer: Response): AsyncGenerator<Event, undefined> {
  for await (const { id, retry, data } of readEvents(answer))
    yield { id, retry, data: data ? JSON.parse(data) : undefined };
  return undefined;
}

const call = (id: number, name: string, args: object) => ({
  id,
  method: 'tools/call',
  params: { name, arguments: args, _meta: { progressToken: 't' } },
});

it.each(['http', 'pipe'])(
  'over %s: the answer to a POST is taken up behind any of its events',
  async (slug) => {
    const url = gateway.url(slug);
    const session = await openSession(url, gateway.token('one'), { elicitation: {} });
    const first = await (await stream(url, 'one', session, call(1, 'count', { to: 3 }))).rest();
    expect(first[0]).toMatchObject({ retry: '2000', data: undefined });
    expect(new Set(first.map(({ id }) => id)).size).toBe(first.length);
    expect(first.at(-1)?.data).toMatchObject({ id: 1 });
    for (const [at, { id }] of first.entries()) {
      const again = await (await stream(url, 'one', session, undefined, id)).rest();
      expect(again.slice(1)).toEqual(first.slice(at + 1));
    }
    await session.end();
  },
  60_000,
);

it('a call goes on while its client is away: what it is asked and what came of it wait for it', async () => {
  const url = gateway.url('http');
  const session = await openSession(url, gateway.token('one'), { elicitation: {} });
  const lost = await stream(url, 'one', session, call(2, 'elicit', {}));
  const primed = await lost.next();
  const question = await lost.next();
  expect(question?.data).toMatchObject({ method: 'elicitation/create' });
  lost.leave();
  const again = await stream(url, 'one', session, undefined, primed?.id);
  await again.next();
  expect(await again.next()).toEqual(question);
  await session.send({ id: question?.data?.id ?? 0, result: { action: 'accept', content: { name: 'Ada' } } });
  const answer = (await again.rest()).at(-1);
  expect(JSON.stringify(answer?.data?.result?.content)).toContain('Ada');
  await session.end();
}, 60_000);

it('what is said unasked while nobody listens is told when its client is back', async () => {
  const url = gateway.url('http');
  const session = await openSession(url, gateway.token('one'));
  const lost = await stream(url, 'one', session, undefined);
  await lost.next();
  await session.call(1, 'change');
  const heard = await lost.next();
  expect(heard?.data?.method).toMatch(/^notifications\//);
  lost.leave();
  await expect
    .poll(
      async () => {
        await session.call(2, 'change');
        const again = await stream(url, 'one', session, undefined, heard?.id);
        await again.next();
        const missed = await Promise.race([again.next(), new Promise((resolve) => setTimeout(resolve, 500))]);
        again.leave();
        return missed;
      },
      { timeout: 20_000 },
    )
    .toMatchObject({ data: { method: expect.stringMatching(/^notifications\//) } });
  await session.end();
}, 60_000);

it('nobody else is told anything: another session’s or grant’s id is an id of nothing', async () => {
  const url = gateway.url('http');
  const mine = await openSession(url, gateway.token('one'));
  const events = await (await stream(url, 'one', mine, call(1, 'count', { to: 3 }))).rest();
  for (const grant of ['one', 'other']) {
    const theirs = await openSession(url, gateway.token(grant));
    const opened = await stream(url, grant, theirs, undefined, events[1]?.id);
    expect((await opened.next())?.data).toBeUndefined();
    const more = await Promise.race([
      opened.next(),
      new Promise((resolve) => setTimeout(() => resolve('nothing'), 300)),
    ]);
    expect(more).toBe('nothing');
    opened.leave();
    expect((await stream(url, 'other', mine, undefined, events[1]?.id)).status).toBe(404);
    await theirs.end();
  }
  await mine.end();
}, 60_000);
