/** The kill switch, through a running gateway: what is stopped ends at once, and stays stopped over a restart. */
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ControlClient, controlClient } from '../support/gateway/control.ts';
import { openSession, post, type RawSession } from '../support/gateway/raw-session.ts';
import { runCommand } from '../support/gateway/run-command.ts';
import { open } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type ChangingServer, startChangingServer } from '../support/upstreams/changing-server.ts';

const tool = (name: string) => ({ name, inputSchema: { type: 'object' } });
let upstream: ChangingServer;
let gateway: TestGateway;
let control: ControlClient;
beforeAll(async () => {
  upstream = await startChangingServer([tool('slow'), tool('quick'), tool('later')]);
  gateway = await startGateway({
    servers: { files: { url: upstream.url, allowPrivate: true }, other: { url: upstream.url, allowPrivate: true } },
    policies: { open },
    grants: { alice: { files: 'open', other: 'open' }, bob: { files: 'open' } },
    more: { admission: { inFlight: 10_000, requestsPerSecond: 100_000 } },
  });
  control = await controlClient(gateway);
}, 60_000);
afterAll(async () => {
  await gateway?.stop();
  await upstream?.close();
});

const cli = (...args: string[]) =>
  runCommand([...args, '--data', gateway.dataFolder], { cwd: dirname(gateway.configFile) });
const connect = (slug = 'files', grant = 'alice'): Promise<RawSession> =>
  openSession(gateway.url(slug), gateway.token(grant));
const codeOf = (text: string): string => {
  const { result, error } = JSON.parse(text);
  return error?.data?.code ?? result?._meta?.['io.toolgate/decision']?.code ?? 'allow';
};
const outcome = async (session: RawSession, name: string, id: string) => codeOf((await session.call(id, name)).text);

async function kill(target: object): Promise<void> {
  expect((await control('POST', '/kills', target)).status).toBe(201);
}
async function unkill(): Promise<void> {
  const { items } = (await control('GET', '/kills')).body as { items: readonly { id: string }[] };
  for (const { id } of items) expect((await control('DELETE', `/kills/${id}`)).status).toBe(200);
}
afterEach(unkill);

describe.each([
  [{ all: true }, false],
  [{ grant: 'alice' }, true],
  [{ server: 'files' }, false],
])('kill %j', (target, bobGoesOn) => {
  it('ends calls under way with a reason, refuses the next, and asks the server for nothing', async () => {
    const session = await connect();
    const bob = await connect('files', 'bob');
    const slow = session.call('slow', 'slow');
    await vi.waitFor(() => expect(upstream.waiting.size).toBe(1), 20_000);
    await kill(target);
    expect(codeOf((await slow).text)).toBe('killed');
    await vi.waitFor(() => expect(upstream.waiting.size).toBe(0), 20_000);
    upstream.asked.length = 0;
    expect(await outcome(session, 'quick', 'next')).toBe('killed');
    expect(codeOf((await session.send({ id: 'list', method: 'tools/list' })).text)).toBe('killed');
    const greeting = { id: 'i', method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {} } };
    expect(
      codeOf(
        (await post(gateway.url('files'), gateway.token('alice'), JSON.stringify({ jsonrpc: '2.0', ...greeting })))
          .text,
      ),
    ).toBe('killed');
    expect(upstream.asked).toEqual([]);
    expect(await outcome(bob, 'quick', 'bob')).toBe(bobGoesOn ? 'allow' : 'killed');
    await unkill();
    await vi.waitFor(async () => expect(await outcome(session, 'quick', 'after')).toBe('allow'), 20_000);
  });
});

describe.each([{ tool: 'quick' }, { server: 'files', tool: 'quick' }])('kill %j', (target) => {
  it('stops that tool and nothing else', async () => {
    const session = await connect();
    const other = await connect('other');
    await kill(target);
    expect(await outcome(session, 'quick', 'k')).toBe('killed');
    const { text } = await session.send({ id: 'list', method: 'tools/list' });
    expect(JSON.parse(text).result.tools).toMatchObject([{ name: 'slow' }, { name: 'later' }]);
    expect(await outcome(other, 'quick', 'o')).toBe('server' in target ? 'allow' : 'killed');
  });
});

it('holds at the URL of all servers, for the one that is stopped', async () => {
  const url = `${gateway.origin}/mcp`;
  const all = await openSession(url, gateway.token('alice'));
  await kill({ server: 'files' });
  const { text } = await all.send({ id: 'list', method: 'tools/list' });
  const names = JSON.parse(text).result.tools.map(({ name }: { name: string }) => name);
  expect(names).toEqual(['other__slow', 'other__quick', 'other__later']);
  expect(await outcome(all, 'files__quick', 'f')).toBe('killed');
  expect(await outcome(all, 'other__quick', 'o')).toBe('allow');
});

it('no call goes through once it is confirmed, however many are on their way', async () => {
  const session = await connect();
  const answers: Promise<string>[] = [];
  let name = 'quick';
  let n = 0;
  const calls = setInterval(() => {
    for (let i = 0; i < 10; i += 1) answers.push(outcome(session, name, `load-${n++}`));
  }, 10);
  try {
    await vi.waitFor(() => expect(n).toBeGreaterThan(50), 20_000);
    await kill({ grant: 'alice' });
    const last = n;
    name = 'later';
    await vi.waitFor(() => expect(n).toBeGreaterThan(last + 50), 20_000);
    clearInterval(calls);
    const outcomes = await Promise.all(answers);
    expect(new Set(outcomes)).toEqual(new Set(['allow', 'killed']));
    expect(new Set(outcomes.slice(last))).toEqual(new Set(['killed']));
    expect(upstream.called).not.toContain('later');
  } finally {
    clearInterval(calls);
  }
});

it('is a command: listed, on the record, and about exactly one thing', async () => {
  expect((await cli('kill', '--tool', 'files/quick', '--reason', 'it deletes too much')).code).toBe(0);
  const { stdout } = await cli('kill', '--list');
  expect(stdout).toContain('tool files/quick');
  expect(stdout).toContain('it deletes too much');
  expect((await cli('kill', '--all', '--grant', 'x')).code).toBe(2);
  expect((await cli('unkill', '--grant', 'nobody')).code).toBe(1);
  expect((await cli('unkill', '--tool', 'files/quick')).code).toBe(0);
  const { stdout: events } = await cli('audit', 'query', '--events', '--json', '--limit', '200');
  expect(events).toContain('"event":"kill.set"');
  expect(events).toContain('"event":"kill.lift"');
}, 60_000);

it('is not for everybody', async () => {
  const auditor = await controlClient(gateway, 'auditor');
  expect((await auditor('POST', '/kills', { all: true })).status).toBe(403);
  expect((await control('POST', '/kills', {})).status).toBe(422);
  expect((await control('POST', '/kills', { all: true, grant: 'x' })).status).toBe(422);
});
