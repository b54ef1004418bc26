import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlClient } from '../support/gateway/control.ts';
import type { TestGateway } from '../support/gateway/start-gateway.ts';
import { startSessionCounter } from '../support/upstreams/session-counter.ts';
import { aliveIn, type Census, heldBy } from './census.ts';
import { inspectHeap } from './inspect-heap.ts';
import { beginLife, mostSessions } from './life.ts';
import { processCounts } from './process-counts.ts';

/** How a gateway is to grow old. */
export interface AgePlan {
  /** Times that it is looked at. */
  readonly samples: number;
  /** Of them: those at the beginning that do not count, while what is loaded and pooled once is. */
  readonly warmUp: number;
  /** What is alive on its main thread is counted each so many looks. */
  readonly deep: number;
  /** Turns of its life between two looks. */
  readonly turns: number;
  /** Turns a second; as many as it can where it is left out. */
  readonly rate?: number;
}

/** What it holds at one moment, when nobody asks it for anything. */
export interface Sample {
  /** Since the first turn. */
  readonly hours: number;
  /** Turns so far. */
  readonly turns: number;
  /** Used heap of the main thread after a collection. */
  readonly heapMb: number;
  readonly residentMb: number;
  /** CPU time of all threads so far. */
  readonly cpuSeconds: number;
  readonly counts: Census;
}

export interface AgeReport {
  readonly plan: AgePlan;
  readonly samples: readonly Sample[];
  /** Promises of the gateway that were rejected and heard by nobody, and its warnings of leaks. */
  readonly unhandled: readonly string[];
  /** Turns in which something was answered that should not have been: how many, and the first of them. */
  readonly failed: number;
  readonly failures: readonly string[];
}

/** Counts what nobody handles; what is printed of it would be lost among other lines. */
const listen = `globalThis.unhandledOfSoak = [];
process.on('unhandledRejection', (reason) => globalThis.unhandledOfSoak.push(String(reason?.stack ?? reason)));
process.on('warning', (warning) => globalThis.unhandledOfSoak.push(String(warning)));`;

/** Turns that may be under way at a time: a machine that cannot keep up has its life go more slowly. */
export const mostAtOnce = 16;

/**
 * Lets a gateway live: calls, refusals, sessions, streams, approvals, reloads, servers that die, at a steady rate.
 *
 * @param control makes a client of its control plane
 * @param told after each look
 */
export async function age(
  plan: AgePlan,
  control: (gateway: TestGateway) => Promise<ControlClient>,
  told: (report: AgeReport) => void = () => {},
): Promise<AgeReport> {
  const counter = await startSessionCounter();
  const life = await beginLife(counter, control);
  const { gateway } = life;
  const { pid } = gateway.child;
  const samples: Sample[] = [];
  const failures: string[] = [];
  let failed = 0;
  let unhandled: readonly string[] = [];
  const report = (): AgeReport => ({ plan, samples, unhandled, failed, failures });
  try {
    const [, inspector = ''] = await gateway.child.until('stderr', /listening on (ws:\S+)/);
    const heap = await inspectHeap(inspector);
    await heap.evaluate(listen);
    const began = performance.now();
    const underWay = new Set<Promise<void>>();
    let done = 0;
    const turn = async (n: number): Promise<void> => {
      try {
        await life.turn(n);
      } catch (error) {
        failed += 1;
        if (failures.length < 10) failures.push(`turn ${n}: ${String(error).slice(0, 500)}`);
      }
    };
    for (let look = 0; look < plan.samples; look += 1) {
      const from = performance.now();
      for (let i = 0; i < plan.turns; i += 1) {
        const due = plan.rate === undefined ? 0 : from + (i * 1_000) / plan.rate - performance.now();
        if (due > 0) await sleep(due);
        while (underWay.size >= mostAtOnce) await Promise.race(underWay);
        const one = turn(done).finally(() => underWay.delete(one));
        underWay.add(one);
        done += 1;
      }
      await Promise.all(underWay);
      const served = await quiet(gateway, counter);
      const { children, residentMb } = processCounts(pid);
      const alive = (look + 1) % plan.deep === 0 ? await aliveIn(heap, life.ended()) : {};
      samples.push({
        hours: (performance.now() - began) / 3_600_000,
        turns: done,
        counts: { ...served, children, ...heldBy(pid), ...alive },
        heapMb: (await heap.usedBytes()) / 2 ** 20,
        residentMb,
        cpuSeconds: Number(await heap.evaluate('(({ user, system }) => (user + system) / 1e6)(process.cpuUsage())')),
      });
      unhandled = (await heap.evaluate('globalThis.unhandledOfSoak')) as string[];
      told(report());
    }
    heap.close();
    return report();
  } finally {
    await gateway.stop();
    await counter.close();
  }
}

/** Waits until everything that has an end has come to it. What has not by then is counted as it is. */
async function quiet(
  { origin, child }: TestGateway,
  counter: Awaited<ReturnType<typeof startSessionCounter>>,
): Promise<Census> {
  for (let left = 150; ; left -= 1) {
    const text = await (await fetch(`${origin}/metrics`)).text();
    const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
    const held = {
      sessions: value('toolgate_sessions'),
      'calls in flight': value('toolgate_calls_in_flight'),
      'calls at the server': counter.waiting(),
      'streams at the server': counter.streams(),
    };
    const isQuiet =
      held['calls in flight'] === 0 &&
      held['calls at the server'] === 0 &&
      held.sessions <= mostSessions &&
      processCounts(child.pid).children === 0;
    if (isQuiet || left === 0) return held;
    await sleep(100);
  }
}
