import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { pinnedTo, startOwn, stop } from './child.ts';
import { residentMb } from './cpu-time.ts';
import { freePort } from './free-port.ts';
import { type ListeningLine, openListeningLine } from './load/listening-line.ts';
import type { LoadTarget } from './load/mcp-line.ts';
import { toolgate } from './sides/toolgate.ts';
import { spreadOf } from './spread.ts';

/**
 * What an open event stream costs: resident memory for each of a thousand, sessions and connections on both sides
 * included, and how long an event is on its way, in parts of what it takes without a gateway, in interleaved rounds.
 * `--max-kb` and `--max-ratio` make it a check.
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

const folder = mkdtempSync(join(tmpdir(), 'toolgate-streams-'));
const straight = await startOwn(1, 'stream-upstream.ts', []);
const behind = await startOwn(1, 'stream-upstream.ts', []);
const url = (said: unknown): string => `http://127.0.0.1:${Number(said)}/mcp`;
const side = await toolgate.start({
  upstream: url(behind.said),
  folder,
  port: await freePort(),
  pinned: (command) => pinnedTo(0, command),
});
try {
  const pid = side.pid ?? 0;
  // What is loaded, compiled and pooled once belongs to no stream; nor does the space for new objects, which grows with
  // the traffic that opens them to what any traffic makes it.
  for (let turn = 0; turn < 40; turn++) {
    const passing = await openHall(side, 50);
    await Promise.all(passing.lines.map((line) => line.end()));
  }
  await sleep(2_000);
  const before = residentMb(pid);
  const through = await openHall(side, count);
  await sleep(2_000);
  const kilobytes = ((residentMb(pid) - before) * 1024) / count;
  const direct = await openHall({ url: url(straight.said), headers: {} }, count);

  const medians: { direct: number; through: number; ratio: number }[] = [];
  const told = rate * seconds;
  const round = async (child: typeof straight.child, { times }: Hall): Promise<number> => {
    times.length = 0;
    child.send({ events: told, perSecond: rate });
    for (let left = 600; times.length < told && left > 0; left--) await sleep(100);
    if (times.length !== told) throw new Error(`${times.length} of ${told} events arrived`);
    return spreadOf(times)?.median ?? Number.NaN;
  };
  // The first round of each warms it up.
  for (let n = -1; n < rounds; n++) {
    const pair = { direct: await round(straight.child, direct), through: await round(behind.child, through) };
    if (n >= 0) medians.push({ ...pair, ratio: pair.through / pair.direct });
  }
  const figures = {
    streams: count,
    kilobytes,
    ratio: spreadOf(medians.map(({ ratio }) => ratio)),
    direct: spreadOf(medians.map(({ direct }) => direct)),
    through: spreadOf(medians.map(({ through }) => through)),
  };
  const shown = ({ min, median, max }: { min: number; median: number; max: number }): string =>
    [min, median, max].map((value) => value.toFixed(2)).join('–');
  console.log(`${count} streams: ${kilobytes.toFixed(1)} KB of resident memory each`);
  for (const name of ['direct', 'through', 'ratio'] as const) {
    const spread = figures[name];
    if (spread !== undefined)
      console.log(`event p50 ${name.padEnd(8)} ${shown(spread)}${name === 'ratio' ? ' ×' : ' ms'}`);
  }
  mkdirSync('reports', { recursive: true });
  writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  if (values['max-kb'] !== undefined && !(kilobytes <= Number(values['max-kb']))) {
    console.error(`a stream takes more than ${values['max-kb']} KB`);
    process.exitCode = 1;
  }
  if (values['max-ratio'] !== undefined && !((figures.ratio?.median ?? Number.NaN) <= Number(values['max-ratio']))) {
    console.error(`an event takes more than ${values['max-ratio']} times what it takes without a gateway`);
    process.exitCode = 1;
  }
} finally {
  await side.stop();
  await stop(straight.child);
  await stop(behind.child);
  rmSync(folder, { recursive: true, force: true });
}
