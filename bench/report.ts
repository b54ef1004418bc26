import { arch, cpus, release, type } from 'node:os';
import { pinning } from './child.ts';
import type { Measured, Plan, Sample } from './measure.ts';
import { type Spread, spreadOf } from './spread.ts';

/** One side in figures; ratios are to reference *b* in the same round, latencies are added to direct's. */
export interface Row {
  readonly name: string;
  readonly cpuMicros: Spread | undefined;
  readonly cpuRatio: Spread | undefined;
  readonly callsPerSecond: Spread | undefined;
  readonly addedP50: Spread | undefined;
  readonly addedP99: Spread | undefined;
  readonly idleMb: number | undefined;
  readonly loadedMb: number | undefined;
}

/** What a run came to, as it is written to JSON. */
export interface Report {
  readonly machine: string;
  readonly node: string;
  readonly pinned: boolean;
  readonly plan: Plan;
  readonly rows: readonly Row[];
}

/** Sums the rounds up. A figure that cannot be formed (no reference, no process) is left out, never guessed. */
export function reportOf(measured: readonly Measured[], plan: Plan): Report {
  const find = (name: string): readonly Sample[] => measured.find((side) => side.name === name)?.samples ?? [];
  const reference = find('pipe');
  const bare = find('direct');
  const rows = measured.map(({ name, samples, idleMb, loadedMb }): Row => {
    const spread = (pick: (sample: Sample, round: number) => number | undefined): Spread | undefined =>
      spreadOf(samples.map(pick).filter((value) => value !== undefined));
    return {
      name,
      cpuMicros: spread((sample) => sample.cpuMicros),
      cpuRatio: spread((sample, round) => divide(sample.cpuMicros, reference[round]?.cpuMicros)),
      callsPerSecond: spread((sample) => sample.callsPerSecond),
      addedP50: spread((sample, round) => subtract(sample.paced?.p50, bare[round]?.paced?.p50)),
      addedP99: spread((sample, round) => subtract(sample.paced?.p99, bare[round]?.paced?.p99)),
      idleMb,
      loadedMb,
    };
  });
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${type()} ${release()}, ${arch()}`;
  return { machine, node: process.version, pinned: pinning, plan, rows };
}

/** The report as a Markdown table, each figure as min–median–max. */
export function tableOf(report: Report): string {
  const { plan } = report;
  const cells = report.rows.map((row) => [
    row.name,
    show(row.cpuMicros, 1),
    show(row.cpuRatio, 2),
    show(row.callsPerSecond, 0),
    show(row.addedP50, 2),
    show(row.addedP99, 2),
    [row.idleMb, row.loadedMb].map((mb) => mb?.toFixed(0) ?? '–').join(' / '),
  ]);
  const titles = [
    'side',
    'CPU µs/call',
    'CPU ÷ *b*',
    'calls/s',
    'added p50 ms',
    'added p99 ms',
    'RSS MB idle / loaded',
  ];
  const lines = [titles, titles.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`);
  const how =
    `${plan.connections} connections, ${plan.rounds} interleaved rounds of ${plan.roundSeconds} s after ` +
    `${plan.warmUpSeconds} s of warm-up, ${report.pinned ? 'one core for each side, the other for load and upstream' : 'not pinned'}; ` +
    `latencies at ${plan.pacedRate === 0 ? 'no fixed rate' : `${plan.pacedRate} calls/s`}. Node ${report.node}, ${report.machine}.`;
  return `${lines.join('\n')}\n\n${how}\n`;
}

function show(spread: Spread | undefined, digits: number): string {
  return spread === undefined ? '–' : [spread.min, spread.median, spread.max].map((v) => v.toFixed(digits)).join('–');
}

function divide(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a / b;
}

function subtract(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a - b;
}
