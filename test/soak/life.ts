import type { ControlClient } from '../support/gateway/control.ts';
import { openSession, post, type RawSession } from '../support/gateway/raw-session.ts';
import { servers } from '../support/gateway/servers.ts';
import { type GatewaySetup, startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import type { SessionCounter } from '../support/upstreams/session-counter.ts';
import { type Place, visits } from './visits.ts';

/** Sessions that a grant may have: those who leave without a word give way to others. */
const sessionCap = 20;
/** All that may be open when nobody does anything: those, the one that lasts, and those that stateless calls go by. */
export const mostSessions = sessionCap + 5;

/** The turns of a round: how many there are of each kind. */
const round = {
  'calls in one session': 100,
  'calls without a session': 16,
  'refused by policy': 6,
  'refused for a limit, or not': 6,
  'refused as unknown': 4,
  unreadable: 4,
  strangers: 4,
  sessions: 2,
  'sessions with all servers': 1,
  'sessions left without a word': 1,
  'the same with all servers': 1,
  streams: 2,
  'streams of all servers': 1,
  'calls broken off': 2,
  'sessions that the server forgot': 1,
  'connections that the server broke': 1,
  'processes that died': 1,
  approvals: 2,
  reloads: 1,
  'grants that came and went': 1,
} as const;
/** In so many turns each kind comes at least once. */
export const turnsOfRound = Object.values(round).reduce((sum: number, times) => sum + times, 0);

/** What the gateway is told to be, for the n-th time. */
function setup(counter: SessionCounter, reloads: number): GatewaySetup {
  const echo = { limits: [{ counter: 'echoes', window: 'minute', max: 3, scope: 'grant' }] };
  const spare = reloads % 2 === 0 ? {} : { spare: { url: counter.url, allowPrivate: true } };
  const gate = { action: 'require_approval', reason: 'A person agrees.', approval: { hold: 1 } };
  return {
    servers: { web: { url: counter.url, allowPrivate: true }, pipe: servers.hostile(), ...spare },
    policies: {
      open: { version: '1', default: 'allow', tools: { [`only-in-${reloads}`]: { action: 'deny' } } },
      gated: { version: '1', default: 'deny', tools: { echo: gate } },
      narrow: { version: '1', default: 'deny', tools: { echo } },
    },
    grants: {
      stays: { web: 'open', pipe: 'open' },
      leaves: { web: 'open' },
      asks: { web: 'gated' },
      narrow: { web: 'narrow' },
    },
    more: { admission: { requestsPerSecond: 1_000_000, sessions: sessionCap, processes: 64 } },
    env: { NODE_OPTIONS: '--inspect=127.0.0.1:0', TOOLGATE_LOG_LEVEL: 'error' },
  };
}

/** Everything that happens to a gateway in its life, in turns. */
export interface Life {
  readonly gateway: TestGateway;
  /** Turn number n, which counts from 0. Rejects when an answer was not as it must be. */
  turn(n: number): Promise<void>;
  /** Sessions that their clients have ended so far. */
  ended(): number;
}

/** @param control asks the control plane, as an admin; made when the gateway is there */
export async function beginLife(
  counter: SessionCounter,
  control: (gateway: TestGateway) => Promise<ControlClient>,
): Promise<Life> {
  const gateway = await startGateway(setup(counter, 0));
  const ask = await control(gateway);
  let ended = 0;
  const place = (slug: string, label: string, prefix?: string): Place => ({
    url: slug === '' ? `${gateway.origin}/mcp` : gateway.url(slug),
    token: gateway.token(label),
    ended: () => {
      ended += 1;
    },
    ...(prefix === undefined ? {} : { prefix }),
  });
  const [web, all, pipe] = [place('web', 'stays'), place('', 'stays', 'web__'), place('pipe', 'stays')];
  const [left, leftAll] = [place('web', 'leaves'), place('', 'leaves', 'web__')];
  const [asks, narrow] = [place('web', 'asks'), place('web', 'narrow')];
  let lasting: RawSession | undefined;
  let reloads = 0;
  let guests = 0;
  const must = async (method: string, path: string, body?: object): Promise<unknown> => {
    const said = await ask(method, path, body);
    if (said.status >= 300) throw new Error(`${method} ${path}: ${said.status} ${JSON.stringify(said.body)}`);
    return said.body;
  };
  const calls = async (): Promise<void> => {
    lasting ??= await openSession(web.url, web.token);
    expectText(await lasting.call(crypto.randomUUID(), 'echo', { text: 'x'.repeat(500) }), 'called echo');
  };
  const kinds: Readonly<Record<keyof typeof round, () => Promise<void>>> = {
    'calls in one session': calls,
    'calls without a session': () => stateless(web),
    'refused by policy': () => refused(narrow, 'forget', 'default_deny'),
    'refused for a limit, or not': () => refused(narrow, 'echo', 'rate_limited', 'called echo'),
    'refused as unknown': () => refused(narrow, 'nothing', 'Unknown tool'),
    unreadable: async () => expectText(await post(web.url, web.token, '{"a":1,"a":2}'), 'bad_request'),
    strangers: () => visits.stranger(web),
    sessions: () => visits.polite(web),
    'sessions with all servers': () => visits.polite(all),
    'sessions left without a word': () => visits.abandons(left),
    'the same with all servers': () => visits.abandons(leftAll),
    streams: () => visits.listens(web),
    'streams of all servers': () => visits.listens(all),
    'calls broken off': () => visits.breaksOff(web),
    'sessions that the server forgot': () => visits.forgotten(web),
    'connections that the server broke': () => visits.crashes(web, 'break'),
    'processes that died': () => visits.crashes(pipe, 'die'),
    approvals: () => approved(asks, must),
    reloads: async () => {
      reloads += 1;
      await gateway.rewrite(setup(counter, reloads));
    },
    'grants that came and went': async () => {
      guests += 1;
      const label = `guest-${guests}`;
      const asked = performance.now();
      const made = await must('POST', '/grants', { label, servers: { web: 'open' } });
      const took = performance.now() - asked;
      await stateless({ ...web, token: (made as { token: string }).token }).catch((error: unknown) => {
        // A change is waited for until it is in force, but not for ever.
        throw new Error(`a grant that was made in ${took.toFixed(0)} ms: ${String(error)}`);
      });
      await must('DELETE', `/grants/${label}`);
    },
  };
  // Each kind is spread over the round, so that no part of it is of one kind.
  const spread = (Object.keys(round) as (keyof typeof round)[]).flatMap((name) => {
    const times = round[name];
    return Array.from({ length: times }, (_, i) => ({ at: (i + 0.5) / times, run: kinds[name] }));
  });
  const order = spread.toSorted((a, b) => a.at - b.at);
  return {
    gateway,
    turn: async (n) => order[n % order.length]?.run(),
    ended: () => ended,
  };
}

function expectText({ status, text }: { readonly status: number; readonly text: string }, ...any: string[]): void {
  if (!any.some((each) => text.includes(each))) throw new Error(`instead of ${any.join(' or ')}: ${status} ${text}`);
}

/** A call of the stateless revision, which the gateway carries to a server of the era of sessions. */
async function callOnce({ url, token }: Place, name: string): Promise<{ status: number; text: string }> {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { name, arguments: { value: 1 }, _meta };
  return post(url, token, JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }), {
    'MCP-Protocol-Version': '2026-07-28',
    'Mcp-Method': 'tools/call',
    'Mcp-Name': name,
  });
}

async function stateless(place: Place): Promise<void> {
  expectText(await callOnce(place, 'echo'), 'called echo');
}

async function refused(place: Place, tool: string, ...any: string[]): Promise<void> {
  expectText(await callOnce(place, tool), ...any);
}

/** A call that a person must agree to, and does. */
async function approved(
  place: Place,
  must: (method: string, path: string, body?: object) => Promise<unknown>,
): Promise<void> {
  const session = await openSession(place.url, place.token);
  const args = { once: crypto.randomUUID() };
  const { text } = await session.call(1, 'echo', args);
  const id = /Approval ([0-9a-f]{32}) is pending/.exec(text)?.[1];
  if (id === undefined) throw new Error(`no approval is asked for in ${text}`);
  await must('POST', `/approvals/${id}/approve`, {});
  expectText(await session.call(2, 'echo', args), 'called echo');
  await session.end();
  place.ended?.();
}
