/**
 * A call that continues another is on the record as what it is, wherever it ends: who reads that a call was refused finds the one
 * that asked the client, and what was taken then. Where it can fail is not listed by hand: a sound one is watched, and made
 * again with each of its uses of a port broken.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallRecord } from '../../../src/audit/index.ts';
import { post } from '../../support/gateway/raw-session.ts';
import { openBothWays } from '../../support/gateway/servers.ts';
import { type ModernHttp, startModernHttp } from '../../support/upstreams/modern-server.ts';
import { type Breakable, breakable, type FaultPoint } from './breakable.ts';
import { type OpenGateway, openGateway } from './open-gateway.ts';

const version = '2026-07-28';
const meta = {
  'io.modelcontextprotocol/protocolVersion': version,
  'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
};
const audit = { arguments: 'paths', paths: ['args.n'] };
const allow = { ...openBothWays, audit };
const deny = { ...allow, default: 'deny' };

let modern: ModernHttp;
let gateway: OpenGateway;
let ports: Breakable;
/** Whether the call that is made now is known to continue one. */
let isKnown = false;
let n = 0;
const setup = (policy: object) => ({
  servers: { s: { url: modern.url, allowPrivate: true } },
  policies: { s: policy },
  more: { admission: { requestsPerSecond: 1_000_000 } },
});

beforeAll(async () => {
  modern = await startModernHttp();
  gateway = await openGateway(setup(allow));
  const { states } = gateway.ports.stateless;
  const open = states.open.bind(states);
  states.open = async (call, state) => {
    const continuation = await open(call, state);
    isKnown = continuation !== undefined;
    return continuation;
  };
  ports = breakable(gateway.ports as unknown as Record<string, unknown>);
});
afterAll(async () => {
  await gateway.close();
});

async function call(params: object): Promise<string> {
  n += 1;
  const message = {
    jsonrpc: '2.0',
    id: n,
    method: 'tools/call',
    params: { name: 'confirm', ...params, _meta: meta },
  };
  const headers = { 'MCP-Protocol-Version': version, 'Mcp-Method': 'tools/call', 'Mcp-Name': 'confirm' };
  return (await post(gateway.url('s'), gateway.token(), JSON.stringify(message), headers)).text;
}

/** What was made, by the number among its arguments; `true` where the second call was known to continue the first. */
const made = new Map<number, boolean>();

/** What was used of the ports by the second call. */
let watched: readonly FaultPoint[] = [];

/** A call that asks, and the one that continues it, which something happens to. */
async function continued(happens: () => Promise<void> | void): Promise<string> {
  const number = n;
  const asked = JSON.parse(await call({ arguments: { n: number } })) as { result: { requestState: string } };
  const { requestState } = asked.result;
  isKnown = false;
  await happens();
  const inputResponses = { sure: { action: 'accept', content: { sure: true } } };
  const answer = await call({ arguments: { n: number }, requestState, inputResponses });
  watched = ports.seen();
  ports.arm();
  made.set(number, isKnown);
  return answer;
}

test('wherever a call that continues another fails, its record names the one before', async () => {
  expect(await continued(() => ports.arm())).toContain('sure: true');
  const points = [...watched];
  expect(points.length).toBeGreaterThan(5);
  for (const point of points) {
    // What breaks the record itself leaves none.
    if (point.port !== 'journal' || point.method !== 'record') await continued(() => ports.arm(point));
  }
  expect(await continued(async () => void (await gateway.apply(setup(deny))))).toContain('default_deny');
  await gateway.apply(setup(allow));
  expect(await continued(() => modern.close())).toContain('upstream_unavailable');

  await gateway.stop();
  const records = new Map<unknown, CallRecord[]>();
  for (const record of await gateway.calls()) {
    const number = Object.values(record.argumentValues ?? {})[0];
    records.set(number, [...(records.get(number) ?? []), record]);
  }
  const outcomes = new Set<string>();
  for (const [number, known] of made) {
    const [first, second] = records.get(number) ?? [];
    // Before its tool was found the arguments of a call are nobody's to keep.
    if (second === undefined) {
      expect([number, known]).toEqual([number, false]);
      continue;
    }
    outcomes.add(second.code ?? second.outcome);
    expect([number, second.continues]).toEqual([number, known ? first?.requestId : undefined]);
  }
  // Of all that can become of it, some of each kind was seen, or nothing was proven.
  expect([...outcomes]).toEqual(
    expect.arrayContaining(['allow', 'default_deny', 'policy_error', 'upstream_unavailable']),
  );
}, 120_000);
