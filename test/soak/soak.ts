import { setTimeout as sleep } from 'node:timers/promises';
import { open, servers } from '../support/gateway/servers.ts';
import { startGateway, type TestGateway } from '../support/gateway/start-gateway.ts';
import { type SessionCounter, startSessionCounter } from '../support/upstreams/session-counter.ts';
import { type HeapInspector, inspectHeap } from './inspect-heap.ts';
import { type ProcessCounts, processCounts } from './process-counts.ts';
import { type Place, visits } from './visits.ts';

/** How much is done to a gateway. */
export interface SoakPlan {
  /** Sessions before the first count, of every kind: what is loaded, compiled and pooled once is no leak. */
  readonly warmUp: number;
  readonly sessions: number;
  /** Of the sessions: those whose server, a process, dies in the middle of a call. */
  readonly crashes: number;
  /** Clients at a time. */
  readonly clients: number;
  /** How many abandoned sessions a grant may have until one gives way. */
  readonly cap: number;
  /** `all`: every client leaves without a word. */
  readonly abandoned?: 'some' | 'all';
}

/** What is held at one moment, when nobody does anything. */
export interface Held extends ProcessCounts {
  /** By the gateway's own account. */
  readonly sessions: number;
  readonly callsInFlight: number;
  /** By the server's account. */
  readonly upstreamSessions: number;
  readonly upstreamStreams: number;
  readonly upstreamCalls: number;
  /** Used heap of the main thread after a collection, in bytes. */
  readonly heap: number;
}

export interface SoakReport {
  /** After the warm-up, in the middle, and at the end. */
  readonly before: Held;
  readonly middle: Held;
  readonly after: Held;
  readonly sessions: number;
  readonly crashes: number;
  readonly seconds: number;
}

/** Sends clients of all kinds through a gateway of its own, and counts what is left of them. */
export async function soak(plan: SoakPlan, note: (line: string) => void = () => {}): Promise<SoakReport> {
  const counter = await startSessionCounter();
  let gateway: TestGateway | undefined;
  let heap: HeapInspector | undefined;
  try {
    gateway = await startGateway({
      servers: { web: { url: counter.url, allowPrivate: true }, pipe: servers.hostile() },
      policies: { open },
      grants: { stays: { web: 'open', pipe: 'open' }, leaves: { web: 'open' } },
      more: { admission: { requestsPerSecond: 1_000_000, sessions: plan.cap, processes: 64 } },
      env: { NODE_OPTIONS: '--inspect=127.0.0.1:0', TOOLGATE_LOG_LEVEL: 'error' },
    });
    const [, inspector = ''] = await gateway.child.until('stderr', /listening on (ws:\S+)/);
    heap = await inspectHeap(inspector);
    const at = { gateway, counter, heap };
    const visit = visitsOf(gateway, plan);
    await inParallel(plan.clients, plan.warmUp, (n) => visit(n, plan.crashes > 0 && n % 32 === 0));
    const before = await held(at, plan);
    note(`after ${plan.warmUp} sessions of warm-up: ${shown(before)}`);

    const begin = performance.now();
    const half = Math.ceil(plan.sessions / 2);
    const every = plan.crashes === 0 ? Number.POSITIVE_INFINITY : plan.sessions / plan.crashes;
    const crashes = (n: number): boolean => Math.floor((n + 1) / every) > Math.floor(n / every);
    await inParallel(plan.clients, half, (n) => visit(n, crashes(n)));
    const middle = await held(at, plan);
    note(`after ${half} sessions: ${shown(middle)}`);
    await inParallel(plan.clients, plan.sessions - half, (n) => visit(n + half, crashes(n + half)));
    const after = await held(at, plan);
    note(`after ${plan.sessions} sessions: ${shown(after)}`);
    const seconds = (performance.now() - begin) / 1000;
    return { before, middle, after, sessions: plan.sessions, crashes: plan.crashes, seconds };
  } finally {
    heap?.close();
    await gateway?.stop();
    await counter.close();
  }
}

/** The n-th session, of one kind after another. */
function visitsOf(gateway: TestGateway, plan: SoakPlan): (n: number, crashes: boolean) => Promise<void> {
  const token = gateway.token('stays');
  const web: Place = { url: gateway.url('web'), token };
  const all: Place = { url: `${gateway.origin}/mcp`, token, prefix: 'web__' };
  const left: Place = { url: gateway.url('web'), token: gateway.token('leaves') };
  const leftAll: Place = { url: `${gateway.origin}/mcp`, token: gateway.token('leaves'), prefix: 'web__' };
  const pipe: Place = { url: gateway.url('pipe'), token };
  if (plan.abandoned === 'all') return (n) => visits.abandons(n % 4 === 3 ? leftAll : left);
  const kinds = [
    () => visits.polite(web),
    () => visits.abandons(left),
    () => visits.listens(web),
    () => visits.breaksOff(web),
    () => visits.polite(all),
    () => visits.listens(all),
    () => visits.abandons(leftAll),
    () => visits.crashes(web, 'break'),
    () => visits.forgotten(web),
    () => visits.stranger(web),
  ];
  return async (n, crashes) => {
    if (crashes) await visits.crashes(pipe, 'die');
    else await kinds[n % kinds.length]?.();
  };
}

async function inParallel(width: number, times: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  const one = async (): Promise<void> => {
    for (let n = next++; n < times; n = next++) await work(n);
  };
  await Promise.all(Array.from({ length: width }, one));
}

/** Counts once everything that has an end has come to it. What has not by then is counted as it is. */
async function held(
  { gateway, counter, heap }: { gateway: TestGateway; counter: SessionCounter; heap: HeapInspector },
  { cap }: SoakPlan,
): Promise<Held> {
  for (let left = 300; left > 0; left--) {
    const { sessions, callsInFlight } = await gauges(gateway);
    const quiet =
      callsInFlight === 0 &&
      sessions <= cap &&
      counter.sessions() <= cap &&
      counter.waiting() === 0 &&
      processCounts(gateway.child.pid).children === 0;
    if (quiet) break;
    await sleep(100);
  }
  return {
    ...(await gauges(gateway)),
    upstreamSessions: counter.sessions(),
    upstreamStreams: counter.streams(),
    upstreamCalls: counter.waiting(),
    heap: await heap.usedBytes(),
    ...processCounts(gateway.child.pid),
  };
}

async function gauges({ origin }: TestGateway): Promise<Pick<Held, 'sessions' | 'callsInFlight'>> {
  const text = await (await fetch(`${origin}/metrics`)).text();
  const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  return { sessions: value('toolgate_sessions'), callsInFlight: value('toolgate_calls_in_flight') };
}

export function shown(held: Held): string {
  const { heap, residentMb, ...counts } = held;
  const memory = `heap ${(heap / 2 ** 20).toFixed(2)} MB, resident ${residentMb.toFixed(0)} MB`;
  return `${memory}, ${Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')}`;
}
