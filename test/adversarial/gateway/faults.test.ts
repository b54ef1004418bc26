import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../src/audit/index.ts';
import { Turns } from '../../../src/gateway/index.ts';
import { emptyBook, memoryQueue } from '../../contract/approvals/memory-queue.ts';
import { type ByteCounter, startByteCounter } from '../../support/upstreams/byte-counter.ts';
import { type Breakable, type Breakage, breakable, type FaultPoint } from './breakable.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';
import { codeOf, type RawAgent, type RawAnswer, rawAgent } from './raw-agent.ts';

/**
 * Threats B20: whatever fails on the way of a call, it fails closed, and for that call alone. The places where it can are
 * not listed by hand: a sound call is watched, and made again with each of its uses of a port broken, by a throw and,
 * where it is waited for, by a rejection.
 */
const limited = { limits: [{ counter: 'all', window: 'day', max: 1_000_000, scope: 'grant' }], concurrency: 50 };
const policy = {
  version: '1',
  default: 'deny',
  audit: { arguments: 'paths', paths: ['args.n'] },
  tools: {
    plain: { ...limited, require: [{ path: 'args.n', op: 'gte', value: 0 }] },
    asked: { ...limited, action: 'require_approval', approval: { hold: 30 } },
  },
};
const person = { kind: 'operator', id: 'operator', name: 'operator', groups: [] } as const;
const names = ['plain', 'asked'];

let upstream: ByteCounter;
let doomed: ByteCounter;
let gateway: OpenGateway;
let agents: ReadonlyMap<string, RawAgent>;
let ports: Breakable;
let queue: ReturnType<typeof memoryQueue>;
const book = emptyBook();
let n = 0;
/** What was told of each call that was refused by the pipeline: the record must say the same. */
const told = new Map<number, string>();

beforeAll(async () => {
  const tools = names.map((name) => ({ name, inputSchema: { type: 'object' as const } }));
  upstream = await startByteCounter(tools);
  doomed = await startByteCounter(tools);
  gateway = await openGateway({
    servers: { sound: { url: upstream.url, allowPrivate: true }, gone: { url: doomed.url, allowPrivate: true } },
    policies: { sound: policy, gone: policy },
    more: { admission: { requestsPerSecond: 1_000_000 } },
  });
  queue = memoryQueue(gateway.ports.clock, book);
  const { states, scope } = gateway.ports.approvals;
  gateway.ports.approvals = { states, scope, queue, turns: new Turns(queue) };
  ports = breakable(gateway.ports as unknown as Record<string, unknown>);
  agents = new Map([
    ['sound', await rawAgent(gateway, 'sound')],
    ['gone', await rawAgent(gateway, 'gone')],
  ]);
  for (const agent of agents.values()) expect((await agent.call('plain', '{"n":0}')).body).toContain('called plain');
  // From now on nobody listens there.
  await doomed.close();
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

/** One call, and how often the server has seen it. */
async function call(server: string, tool: string): Promise<{ answer: RawAnswer; n: number; calls: number }> {
  n += 1;
  const args = `{"n":${n}}`;
  const calling = agents.get(server)?.call(tool, args, `${n}`) ?? Promise.reject(new Error(`no ${server}`));
  let answered = false;
  const noting = calling.finally(() => {
    answered = true;
  });
  // Whoever is asked agrees at once.
  while (tool === 'asked' && !answered) {
    const pending = [...book.approvals.values()].find(({ state }) => state.kind === 'pending');
    if (pending !== undefined) queue.decide(pending.id, { verdict: 'approve' }, person);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const answer = await noting;
  const code = codeOf(answer);
  if (code !== undefined) told.set(n, code);
  return { answer, n, calls: upstream.bodies().filter((body) => body.includes(`"arguments":${args}}`)).length };
}

/** Ports without whose answer no call may be made. */
const decides = new Set([
  'ports.snapshot',
  'limiter.take',
  'limiter.look',
  'journal.intent',
  'tables.known',
  'admission.enter',
  'definitions.admits',
  'approvals.queue.ask',
  'approvals.queue.consume',
]);

const lastLook = new Set(['ports.stale', 'ports.snapshot']);

const nameOf = ({ port, method }: FaultPoint): string => `${port}.${method}`;

/** Runs a call with each of its fault points broken in each way. */
async function breakEach(
  server: string,
  tool: string,
  check: (made: Awaited<ReturnType<typeof call>>, where: string, point: FaultPoint, refusing: boolean) => void,
): Promise<readonly string[]> {
  ports.arm();
  await call(server, tool);
  const points = [...ports.seen()];
  // The last look before a call goes out comes after its record.
  const looks = points.findLastIndex((point) => lastLook.has(nameOf(point)));
  expect(points.slice(0, looks).map(nameOf)).toContain('journal.intent');
  for (const [at, point] of points.entries()) {
    for (const how of (point.waits ? ['throws', 'rejects'] : ['throws']) satisfies Breakage[]) {
      ports.arm(point, how);
      check(await call(server, tool), `${nameOf(point)}#${point.n} ${how}`, point, at <= looks);
    }
  }
  ports.arm();
  return points.map(nameOf);
}

describe.each(names)('a call of %s', (tool) => {
  test('is refused wherever it fails before it goes out, and is made once wherever it fails after', async () => {
    const seen = await breakEach('sound', tool, ({ answer, calls }, where, point, refusing) => {
      expect(calls, where).toBeLessThanOrEqual(1);
      const allowed = answer.body.includes(`called ${tool}`);
      if (allowed) expect(calls, where).toBe(1);
      else if (refusing) expect(calls, where).toBe(0);
      if (refusing && decides.has(nameOf(point))) expect([allowed, calls], where).toEqual([false, 0]);
      // Nothing that fails once the answer is there takes it from the client.
      if (!refusing) expect([allowed, calls], where).toEqual([true, 1]);
    });
    // The enumeration sees what it must see, or it proves nothing.
    const least = ['ports.snapshot', 'limiter.take', 'journal.intent', 'tables.known', 'admission.enter'];
    const asking = ['approvals.queue.ask', 'approvals.queue.consume'];
    expect(seen).toEqual(expect.arrayContaining([...least, ...(tool === 'asked' ? asking : []), 'limiter.release']));
    expect((await call('sound', tool)).answer.body).toContain(`called ${tool}`);
  }, 120_000);

  test('that comes to nothing is told as what it was, whether or not it can be given back', async () => {
    const seen = await breakEach('gone', tool, ({ answer }, where, _, refusing) => {
      expect(answer.body, where).not.toContain('called');
      if (!refusing) expect(codeOf(answer), where).toBe('upstream_unavailable');
    });
    const restored = tool === 'asked' ? ['approvals.queue.restore'] : [];
    expect(seen).toEqual(expect.arrayContaining(['limiter.giveBack', ...restored]));
  }, 120_000);
});

test('B32: a definition that the gate does not admit is not called, whatever the policy says', async () => {
  const { definitions } = gateway.ports;
  gateway.ports.definitions = { admits: () => false, listed: () => undefined };
  const { answer, calls } = await call('sound', 'plain');
  expect([codeOf(answer), calls]).toEqual(['definition_changed', 0]);
  gateway.ports.definitions = definitions;
});

test('each refusal is on the record as it was told', async () => {
  await gateway.stop();
  const byCall = new Map<unknown, CallRecord>();
  for (const record of await gateway.calls()) byCall.set(Object.values(record.argumentValues ?? {})[0], record);
  expect(told.size).toBeGreaterThan(40);
  for (const [number, code] of told) {
    const record = byCall.get(number);
    // Before its tool was found the arguments of a call are nobody's to keep.
    if (record !== undefined) expect([number, record.code]).toEqual([number, code]);
  }
  expect([...told.keys()].filter((number) => byCall.has(number)).length).toBeGreaterThan(told.size / 2);
});
