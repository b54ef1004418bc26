import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedTo, startOwn, stop } from './child.ts';
import { cpuTime, residentMb } from './cpu-time.ts';
import { freePort } from './free-port.ts';
import type { LoadResult } from './load/run-load.ts';
import type { Shape } from './message.ts';
import type { LoadOrder, LoadReport } from './processes/load.ts';
import type { RunningSide, Side } from './side.ts';

/** How much is measured. */
export interface Plan {
  readonly connections: number;
  readonly warmUpSeconds: number;
  /** Calls that a warm-up has at least, on a machine too busy to make them in that time; six times the time at most. */
  readonly warmUpCalls: number;
  readonly rounds: number;
  readonly roundSeconds: number;
  /** Calls a second for the latencies; 0 leaves them out. */
  readonly pacedRate: number;
  /** How large calls and answers are. */
  readonly shape: Shape;
}

/** One side in one round. */
export interface Sample {
  /** `undefined` for a side without a process. */
  readonly cpuMicros: number | undefined;
  readonly callsPerSecond: number;
  /** Latency at the fixed rate, in ms. */
  readonly paced: { readonly p50: number; readonly p99: number } | undefined;
}

/** All that was seen of one side. */
export interface Measured {
  readonly name: string;
  readonly samples: Sample[];
  idleMb: number | undefined;
  loadedMb: number | undefined;
}

/**
 * Starts all sides, warms them up, and measures them in interleaved rounds, so that a slow minute of the machine is
 * every side's slow minute.
 *
 * @param note told of what goes on
 */
export async function measure(sides: readonly Side[], plan: Plan, note: (line: string) => void): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-bench-'));
  const children: ChildProcess[] = [];
  const running: { side: RunningSide; measured: Measured }[] = [];
  try {
    const upstream = await startOwn(1, 'upstream.ts', []);
    children.push(upstream.child);
    const load = await startOwn(1, 'load.ts', []);
    children.push(load.child);
    for (const side of sides) {
      note(`starting ${side.name}`);
      const started = await side.start({
        upstream: `http://127.0.0.1:${Number(upstream.said)}/mcp`,
        folder: mkdtempSync(join(folder, 'side-')),
        port: await freePort(),
        pinned: (command) => pinnedTo(0, command),
      });
      const idleMb = started.pid === undefined ? undefined : residentMb(started.pid);
      running.push({ side: started, measured: { name: side.name, samples: [], idleMb, loadedMb: undefined } });
      const { url, headers, overSse = false, tool = '' } = started;
      const target = { url, headers, overSse, tool };
      if (side.idleSessions !== undefined) {
        await order(load.child, { kind: 'leave', name: side.name, target, sessions: side.idleSessions });
      }
      await order(load.child, { kind: 'open', name: side.name, target, lines: plan.connections, shape: plan.shape });
      for (let calls = 0, turn = 0; turn === 0 || (turn < 6 && calls < plan.warmUpCalls); turn++) {
        calls += (await order(load.child, { kind: 'run', name: side.name, seconds: plan.warmUpSeconds })).calls;
      }
    }
    for (let round = 0; round < plan.rounds; round++) {
      note(`round ${round + 1} of ${plan.rounds}`);
      // Each round begins with another side: whoever comes first never always comes first.
      const turn = [...running.slice(round % running.length), ...running.slice(0, round % running.length)];
      for (const { side, measured } of turn) {
        measured.samples.push(await sample(load.child, side, measured.name, plan));
        if (side.pid !== undefined) measured.loadedMb = residentMb(side.pid);
      }
    }
    return running.map(({ measured }) => measured);
  } finally {
    for (const { side } of running) await side.stop();
    for (const child of children) await stop(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sample(load: ChildProcess, side: RunningSide, name: string, plan: Plan): Promise<Sample> {
  const before = side.pid === undefined ? 0 : cpuTime(side.pid);
  const { calls, seconds } = await order(load, { kind: 'run', name, seconds: plan.roundSeconds });
  const cpuMicros = side.pid === undefined ? undefined : (cpuTime(side.pid) - before) / calls;
  const paced =
    plan.pacedRate === 0
      ? undefined
      : await order(load, { kind: 'run', name, seconds: plan.roundSeconds, rate: plan.pacedRate });
  return { cpuMicros, callsPerSecond: calls / seconds, paced: paced && { p50: paced.p50, p99: paced.p99 } };
}

/** @throws what the load generator could not do */
async function order(load: ChildProcess, given: LoadOrder): Promise<LoadResult> {
  load.send(given);
  const [report] = (await once(load, 'message')) as [LoadReport];
  if (report.kind === 'failed') throw new Error(`${given.name}: ${report.message}`);
  return report.kind === 'ran' ? report.result : { calls: 0, seconds: 0, p50: Number.NaN, p99: Number.NaN };
}
