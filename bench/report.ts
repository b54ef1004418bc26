import { pinning } from './child.ts';
import { machine } from './machine.ts';
import type { Measured, Plan, Sample } from './measure.ts';
import { type Spread, spreadOf } from './spread.ts';

/** One side in figures; ratios are to reference *b* in the same round, latencies are added to direct's. */
export interface Row {
  readonly name: string;
  readonly cpuMicros: Spread | undefined;
  readonly cpuRatio: Spread | undefined;
  readonly callsPerSecond: Spread | undefined;
  /** Parts of its CPU time that the threads have which keep a gateway's record. */
  readonly recordShare: Spread | undefined;
  /** What it costs more than the first side that is no reference, in the same round: in µs, and in parts of that one. */
  readonly more: Spread | undefined;
  readonly toFirst: Spread | undefined;
  readonly addedP50: Spread | undefined;
  readonly addedP99: Spread | undefined;
  /** The whole of it, direct's part included. */
  readonly p99: Spread | undefined;
  readonly idleMb: number | undefined;
  readonly loadedMb: number | undefined;
  /** When it failed and why; its figures are those of the rounds before. */
  readonly leftOut: string | undefined;
}

/** What a run came to, as it is written to JSON. */
export interface Report {
  readonly machine: string;
  readonly pinned: boolean;
  readonly plan: Plan;
  readonly rows: readonly Row[];
}

/** Sums the rounds up. A figure that cannot be formed (no reference, no process) is left out, never guessed. */
export function reportOf(measured: readonly Measured[], plan: Plan): Report {
  const find = (name: string): readonly Sample[] => measured.find((side) => side.name === name)?.samples ?? [];
  const reference = find('pipe');
  const bare = find('direct');
  const first = measured.find(({ name }) => name !== 'pipe' && name !== 'direct')?.samples ?? [];
  const rows = measured.map(({ name, samples, idleMb, loadedMb, leftOut }): Row => {
    const spread = (pick: (sample: Sample, round: number) => number | undefined): Spread | undefined =>
      spreadOf(samples.map(pick).filter((value) => value !== undefined));
    return {
      name,
      cpuMicros: spread((sample) => sample.cpuMicros),
      cpuRatio: spread((sample, round) => divide(sample.cpuMicros, reference[round]?.cpuMicros)),
      recordShare: spread((sample) => divide(sample.recordMicros, sample.cpuMicros)),
      more: spread((sample, round) => subtract(sample.cpuMicros, first[round]?.cpuMicros)),
      toFirst: spread((sample, round) => divide(sample.cpuMicros, first[round]?.cpuMicros)),
      callsPerSecond: spread((sample) => sample.callsPerSecond),
      addedP50: spread((sample, round) => subtract(sample.paced?.p50, bare[round]?.paced?.p50)),
      addedP99: spread((sample, round) => subtract(sample.paced?.p99, bare[round]?.paced?.p99)),
      p99: spread((sample) => sample.paced?.p99),
      idleMb,
      loadedMb,
      leftOut,
    };
  });
  return { machine: machine(), pinned: pinning, plan, rows };
}

/** The report as a Markdown table, each figure as min–median–max. */
export function tableOf(report: Report): string {
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
  return `${markdown(titles, cells)}\n\n${howOf(report)}\n`;
}

function howOf({ plan, pinned, machine: measuredOn, rows }: Report): string {
  const missing = rows
    .filter(({ leftOut }) => leftOut !== undefined)
    .map(({ name, leftOut }) => `\n\n${name} failed and was left out from then on (${leftOut}).`);
  const shape = plan.shape === 'small' ? '' : `256 KB of ${plan.shape}, `;
  return (
    `${shape}${plan.connections} connections, ${plan.rounds} interleaved rounds of ${plan.roundSeconds} s after ` +
    `${plan.warmUpSeconds} s of warm-up, ${pinned ? 'one core for each side, the other for load and upstream' : 'not pinned'}; ` +
    `latencies at ${plan.pacedRate === 0 ? 'no fixed rate' : `${plan.pacedRate} calls/s`}. ${measuredOn}.${missing.join('')}`
  );
}

/**
 * Settings of one gateway, each beside the first of them: what it adds to a call in the same round, and in parts of that.
 */
export function taxOf(report: Report): string {
  const rows = report.rows.filter(({ name }) => name !== 'pipe');
  const byPipe = rows.some(({ cpuRatio }) => cpuRatio !== undefined);
  const titles = [
    'setting',
    'CPU µs/call',
    ...(byPipe ? ['CPU ÷ *b*'] : []),
    'more, µs',
    '÷ the first',
    'RSS MB loaded',
  ];
  const cells = rows.map((row) => [
    row.name,
    show(row.cpuMicros, 1),
    ...(byPipe ? [show(row.cpuRatio, 2)] : []),
    show(row.more, 1),
    show(row.toFirst, 2),
    row.loadedMb?.toFixed(0) ?? '–',
  ]);
  return `${markdown(titles, cells)}\n\n${howOf(report)}\n`;
}

function markdown(titles: readonly string[], cells: readonly (readonly string[])[]): string {
  return [titles, titles.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`).join('\n');
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
