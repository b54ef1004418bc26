import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedTo, startOwn, stop } from './child.ts';
import { cpuTime, recordTime, residentMb } from './cpu-time.ts';
import { freePort } from './free-port.ts';
import type { Shape } from './message.ts';
import { order } from './order.ts';
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
  /** A side of which nothing comes for so long, while an answer is waited for, has failed. */
  readonly patienceSeconds: number;
  /** How large calls and answers are. */
  readonly shape: Shape;
}

/** One side in one round. */
export interface Sample {
  /** `undefined` for a side without a process. */
  readonly cpuMicros: number | undefined;
  /** What the threads have of it that keep a gateway's record. */
  readonly recordMicros: number | undefined;
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
  /** When it failed and why, in one line: it has no figures from then on. */
  leftOut: string | undefined;
}

/** A side that takes part. */
interface Entrant {
  readonly side: Side;
  readonly measured: Measured;
  running: RunningSide | undefined;
}

/**
 * Starts all sides, warms them up, and measures them in interleaved rounds, so that a slow minute of the machine is
 * every side's slow minute. A side that fails is left out from then on, stopped, and nothing is asked of it any more, so
 * that the others' figures are what they would be without it.
 *
 * @param note told of what goes on
 * @throws what an essential side failed at
 */
export async function measure(sides: readonly Side[], plan: Plan, note: (line: string) => void): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'toolgate-bench-'));
  const children: ChildProcess[] = [];
  const field: Entrant[] = [];
  try {
    const upstream = await startOwn(1, 'upstream.ts', []);
    children.push(upstream.child);
    const load = await startOwn(1, 'load.ts', []);
    children.push(load.child);
    const attempt = async (entrant: Entrant, when: string, work: () => Promise<void>): Promise<void> => {
      const { side, measured } = entrant;
      try {
        await work();
      } catch (error) {
        const why = oneLine(error);
        if (side.essential === true) throw new Error(`${side.name}: ${why}`, { cause: error });
        measured.leftOut = `${when}: ${why}`;
        note(`left out: ${side.name}, ${measured.leftOut}`);
        // Its other lines would go on calling while the next side is measured.
        await order(load.child, { kind: 'close', name: side.name });
        await entrant.running?.stop();
        entrant.running = undefined;
      }
    };
    for (const side of sides) {
      note(`starting ${side.name}`);
      const measured = { name: side.name, samples: [], idleMb: undefined, loadedMb: undefined, leftOut: undefined };
      const entrant: Entrant = { side, measured, running: undefined };
      field.push(entrant);
      await attempt(entrant, 'before the first round', async () => {
        entrant.running = await side.start({
          upstream: `http://127.0.0.1:${Number(upstream.said)}/mcp`,
          folder: mkdtempSync(join(folder, 'side-')),
          port: await freePort(),
          pinned: (command) => pinnedTo(0, command),
        });
        await warmUp(load.child, entrant, entrant.running, plan);
      });
    }
    for (let round = 0; round < plan.rounds; round++) {
      note(`round ${round + 1} of ${plan.rounds}`);
      const able = field.filter(({ measured }) => measured.leftOut === undefined);
      // Each round begins with another side: whoever comes first never always comes first.
      const turn = [...able.slice(round % able.length), ...able.slice(0, round % able.length)];
      for (const entrant of turn) {
        await attempt(entrant, `in round ${round + 1}`, () => takeSample(load.child, entrant, plan));
      }
    }
    return field.map(({ measured }) => measured);
  } finally {
    for (const { running } of field) await running?.stop();
    for (const child of children) await stop(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function warmUp(load: ChildProcess, entrant: Entrant, running: RunningSide, plan: Plan): Promise<void> {
  const { name, idleSessions, reads = false } = entrant.side;
  const { url, headers, overSse = false, tool = '', pid } = running;
  entrant.measured.idleMb = pid === undefined ? undefined : residentMb(pid);
  const target = { url, headers, overSse, tool, patienceMs: plan.patienceSeconds * 1_000 };
  if (idleSessions !== undefined) await order(load, { kind: 'leave', name, target, sessions: idleSessions });
  await order(load, { kind: 'open', name, target, lines: plan.connections, message: reads ? 'read' : plan.shape });
  for (let calls = 0, turn = 0; turn === 0 || (turn < 6 && calls < plan.warmUpCalls); turn++) {
    calls += (await order(load, { kind: 'run', name, seconds: plan.warmUpSeconds })).calls;
  }
}

async function takeSample(load: ChildProcess, { measured, running }: Entrant, plan: Plan): Promise<void> {
  const { name } = measured;
  const pid = running?.pid;
  const before = pid === undefined ? 0 : cpuTime(pid);
  const recordBefore = pid === undefined ? 0 : recordTime(pid);
  const { calls, seconds } = await order(load, { kind: 'run', name, seconds: plan.roundSeconds });
  const cpuMicros = pid === undefined ? undefined : (cpuTime(pid) - before) / calls;
  const recordMicros = pid === undefined ? undefined : (recordTime(pid) - recordBefore) / calls;
  const paced =
    plan.pacedRate === 0
      ? undefined
      : await order(load, { kind: 'run', name, seconds: plan.roundSeconds, rate: plan.pacedRate });
  // Fails where the process is gone, which the kernel's account of it does not say.
  if (pid !== undefined) measured.loadedMb = residentMb(pid);
  measured.samples.push({
    cpuMicros,
    recordMicros,
    callsPerSecond: calls / seconds,
    paced: paced && { p50: paced.p50, p99: paced.p99 },
  });
}

/** What went wrong, short enough for a table. */
function oneLine(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').trim();
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
