import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { pinnedTo, startOwn, stop } from './child.ts';
import { cpuTime, residentMb } from './cpu-time.ts';
import { freePort } from './free-port.ts';
import { type ListeningLine, openListeningLine } from './load/listening-line.ts';
import type { LoadTarget } from './load/mcp-line.ts';
import type { RunningSide, Side } from './side.ts';
import { pipe } from './sides/pipe.ts';
import { toolgate } from './sides/toolgate.ts';
import { spreadOf } from './spread.ts';
import { writeReport } from './write-report.ts';

/**
 * What an open event stream costs: resident memory for each of a thousand, sessions and connections on both sides
 * included, and how long an event is on its way, in parts of what it takes without a gateway, in interleaved rounds. The
 * plain pipe beside it says how much of that any hop through another process costs. `--max-kb` and `--max-ratio` make it
 * a check.
 */
const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    rate: { type: 'string', default: '200' },
    'max-kb': { type: 'string' },
    'max-ratio': { type: 'string' },
    json: { type: 'string', default: 'reports/streams.json' },
  },
});
const [count, rounds, seconds, rate] = [values.streams, values.rounds, values.seconds, values.rate].map(Number) as [
  number,
  number,
  number,
  number,
];

/** The listeners of one side, and the times that their events took in this round. */
interface Hall {
  readonly lines: readonly ListeningLine[];
  readonly times: number[];
}

/** Opens streams, sixteen at a time. */
async function openHall(target: LoadTarget, size: number): Promise<Hall> {
  const times: number[] = [];
  const lines: ListeningLine[] = [];
  let begun = 0;
  const open = async (): Promise<void> => {
    while (begun++ < size) lines.push(await openListeningLine(target, (ms) => times.push(ms)));
  };
  await Promise.all(Array.from({ length: 16 }, open));
  return { lines, times };
}

const names = ['direct', 'pipe', 'toolgate'] as const;
type Name = (typeof names)[number];

const folder = mkdtempSync(join(tmpdir(), 'toolgate-streams-'));
const upstreams = {
  direct: await startOwn(1, 'stream-upstream.ts', []),
  pipe: await startOwn(1, 'stream-upstream.ts', []),
  toolgate: await startOwn(1, 'stream-upstream.ts', []),
};
const url = (name: Name): string => `http://127.0.0.1:${Number(upstreams[name].said)}/mcp`;
const startSide = async (side: Side, upstream: string): Promise<RunningSide> =>
  side.start({ upstream, folder, port: await freePort(), pinned: (command) => pinnedTo(0, command) });
const piped = await startSide(pipe, url('pipe'));
const governed = await startSide(toolgate, url('toolgate'));
try {
  const pid = governed.pid ?? 0;
  // What is loaded, compiled and pooled once belongs to no stream; nor does the space for new objects, which grows with
  // the traffic that opens them to what any traffic makes it.
  for (let turn = 0; turn < 40; turn++) {
    const passing = await openHall(governed, 50);
    await Promise.all(passing.lines.map((line) => line.end()));
  }
  await sleep(2_000);
  const before = residentMb(pid);
  const through = await openHall(governed, count);
  await sleep(2_000);
  const kilobytes = ((residentMb(pid) - before) * 1024) / count;
  const halls: Record<Name, Hall> = {
    direct: await openHall({ url: url('direct'), headers: {} }, count),
    pipe: await openHall(piped, count),
    toolgate: through,
  };

  const told = rate * seconds;
  const pids: Record<Name, number | undefined> = { direct: undefined, pipe: piped.pid, toolgate: pid };
  const used: Record<Name, number> = { direct: 0, pipe: 0, toolgate: 0 };
  const round = async (name: Name, counts: boolean): Promise<number> => {
    const { times } = halls[name];
    times.length = 0;
    const process = pids[name];
    const before = process === undefined ? 0 : cpuTime(process);
    upstreams[name].child.send({ events: told, perSecond: rate });
    for (let left = 600; times.length < told && left > 0; left--) await sleep(100);
    if (times.length !== told) throw new Error(`${times.length} of ${told} events arrived`);
    if (counts && process !== undefined) used[name] += cpuTime(process) - before;
    return spreadOf(times)?.median ?? Number.NaN;
  };
  const medians: Record<Name, number>[] = [];
  // The first round of each warms it up.
  for (let n = -1; n < rounds; n++) {
    const counts = n >= 0;
    const all: Record<Name, number> = {
      direct: await round('direct', counts),
      pipe: await round('pipe', counts),
      toolgate: await round('toolgate', counts),
    };
    if (counts) medians.push(all);
  }
  const cpuOf = (name: Name): number => used[name] / (told * rounds);
  const ratioOf = (name: Name) => spreadOf(medians.map((each) => each[name] / each.direct));
  const figures = {
    streams: count,
    rate,
    kilobytes,
    ms: Object.fromEntries(names.map((name) => [name, spreadOf(medians.map((each) => each[name]))])),
    ratio: { pipe: ratioOf('pipe'), toolgate: ratioOf('toolgate') },
    cpuMicroseconds: { pipe: cpuOf('pipe'), toolgate: cpuOf('toolgate') },
  };
  const shown = (spread: ReturnType<typeof spreadOf>): string =>
    spread === undefined ? '–' : [spread.min, spread.median, spread.max].map((value) => value.toFixed(2)).join('–');
  console.log(`${count} streams: ${kilobytes.toFixed(1)} KB of resident memory each`);
  for (const name of names) console.log(`event p50 ${name.padEnd(8)} ${shown(figures.ms[name])} ms`);
  for (const name of ['pipe', 'toolgate'] as const) {
    const cpu = figures.cpuMicroseconds[name].toFixed(0);
    console.log(`÷ direct  ${name.padEnd(8)} ${shown(figures.ratio[name])} ×, ${cpu} µs of CPU time an event`);
  }
  writeReport(values.json, figures);
  if (values['max-kb'] !== undefined && !(kilobytes <= Number(values['max-kb']))) {
    console.error(`a stream takes more than ${values['max-kb']} KB`);
    process.exitCode = 1;
  }
  if (
    values['max-ratio'] !== undefined &&
    !((figures.ratio.toolgate?.median ?? Number.NaN) <= Number(values['max-ratio']))
  ) {
    console.error(`an event takes more than ${values['max-ratio']} times what it takes without a gateway`);
    process.exitCode = 1;
  }
} finally {
  await governed.stop();
  await piped.stop();
  for (const name of names) await stop(upstreams[name].child);
  rmSync(folder, { recursive: true, force: true });
}
