import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pinnedTo, pinSelf, startOwn, stop } from './child.ts';
import { cpuTime, residentMb } from './cpu-time.ts';
import { freePort } from './free-port.ts';
import { type FloodResult, openFlood } from './load/flood.ts';
import { seedPolicy, toolgateWith } from './sides/toolgate.ts';
import { tellVerdicts } from './verdict.ts';
import { writeReport } from './write-report.ts';

/**
 * `npm run bench:overload`: what is left of a gateway that is asked for several times of what it can do. First its peak, from
 * as many connections as may have calls under way, each calling again as soon as it is answered; then from `--times` as
 * many, who wait as they are told when they are refused, and who do not; then the peak's rate and `--times` as much over
 * `--connections` connections, whatever they are told: what so many connections cost without too many calls is seen between the
 * peak and the first of these. Ends with 1 where a verdict is no.
 *
 * The gateway has a core of its own, the clients share the other with the upstream. Whatever else runs on the machine takes
 * from both, so what a call and a refusal cost is told in CPU time, too, and how late the clients' own turns came: that is
 * part of every time they measure.
 */
const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '10' },
    'warm-up': { type: 'string', default: '6' },
    agents: { type: 'string', default: '16' },
    connections: { type: 'string', default: '2048' },
    'in-flight': { type: 'string', default: '4' },
    'shed-p99': { type: 'string', default: '50' },
    goodput: { type: 'string', default: '0.9' },
    json: { type: 'string', default: 'reports/overload.json' },
  },
});
const number = (name: keyof typeof values): number => Number(values[name]);
const [times, seconds, count, inFlight, connections] = (
  ['times', 'seconds', 'agents', 'in-flight', 'connections'] as const
).map(number) as [number, number, number, number, number];

pinSelf();
const folder = mkdtempSync(join(tmpdir(), 'toolgate-overload-'));
const labels = Array.from({ length: count }, (_, n) => ({
  label: `agent-${n}`,
  token: `tg_${`flood${n}x`.padEnd(50, 'y')}`,
}));
const upstream = await startOwn(1, 'stalling-upstream.ts', []);
const side = await toolgateWith({
  name: 'toolgate',
  policy: seedPolicy,
  more: {
    grants: labels.map((each) => ({ ...each, server: 'bench', policy: 'bench' })),
    admission: { requestsPerSecond: 1_000_000, inFlight, sessions: 100, streams: 100 },
  },
}).start({
  upstream: `http://127.0.0.1:${Number(upstream.said)}/mcp`,
  folder,
  port: await freePort(),
  pinned: (command) => pinnedTo(0, command),
});
const agents = labels.map(({ token }) => ({ url: side.url, headers: { Authorization: `Bearer ${token}` } }));

/** Calls that the upstream has got so far. */
function arrived(): Promise<number> {
  return new Promise((resolve) => {
    upstream.child.once('message', (calls) => resolve(Number(calls)));
    upstream.child.send('count');
  });
}

interface Phase extends FloodResult {
  readonly name: string;
  readonly residentMb: number;
  /** Seconds of CPU that the gateway had, all threads. */
  readonly cpuSeconds: number;
  /** Good answers that no call at the upstream stands behind, or calls there of which nobody was told: none may be. */
  readonly beyond: number;
}

async function phase(name: string, run: () => Promise<FloodResult>): Promise<Phase> {
  const before = await arrived();
  const cpu = side.pid === undefined ? 0 : cpuTime(side.pid);
  let mostMb = 0;
  const watch = setInterval(() => {
    mostMb = Math.max(mostMb, side.pid === undefined ? 0 : residentMb(side.pid));
  }, 200);
  const result = await run().finally(() => clearInterval(watch));
  const cpuSeconds = ((side.pid === undefined ? 0 : cpuTime(side.pid)) - cpu) / 1e6;
  const there = (await arrived()) - before;
  return { name, ...result, residentMb: mostMb, cpuSeconds, beyond: there - result.good };
}

/** Every agent with as many connections as it may have calls under way, times so many, each calling again at once. */
async function crowd(name: string, times: number, polite: boolean, warmUp = 0): Promise<Phase> {
  const flood = await openFlood(agents, inFlight * times, polite);
  if (warmUp > 0) await flood.run(warmUp);
  const result = await phase(name, () => flood.run(seconds));
  flood.close();
  return result;
}

/** Calls at a rate, each on whichever connection has been free longest. */
async function rush(name: string, rate: number): Promise<Phase> {
  const flood = await openFlood(agents, Math.ceil(connections / count), false);
  const result = await phase(name, () => flood.run(seconds, rate));
  flood.close();
  return result;
}

const before = await crowd('as many as it takes', 1, true, number('warm-up'));
const told = await crowd(`${times} times as many, who wait as they are told`, times, true);
const deaf = await crowd(`${times} times as many, who do not`, times, false);
const once = Math.max(...[before, told, deaf].map(({ good, seconds: took }) => good / took));
const spread = await rush(`the rate of the peak over ${connections} connections`, once);
const rushed = await rush(`${times} times the rate over ${connections} connections, who do not`, times * once);
const after = await crowd('afterwards', 1, true);
const phases = [before, told, deaf, rushed, after];
/** The better of the two: a gateway is still getting faster when it is asked first. */
const peak = after.good / after.seconds > before.good / before.seconds ? after : before;
const peakRate = peak.good / peak.seconds;
await side.stop();
await stop(upstream.child);
rmSync(folder, { recursive: true });

const perSecond = (n: number, { seconds: took }: FloodResult): number => Math.round(n / took);
const share = (each: FloodResult): number => each.good / each.seconds / peakRate;
/** What a call costs is known from the peak; what is left of the CPU in a phase went into its refusals. */
const perCall = (peak.cpuSeconds / peak.good) * 1e6;
const perRefusal = ({ cpuSeconds, good, shed }: Phase): number => (cpuSeconds * 1e6 - good * perCall) / shed;
/** The good answers that the gateway's own CPU time stands for, whatever else the machine did meanwhile. */
const shareOfCpu = ({ cpuSeconds, good }: Phase): number => (good * perCall) / (cpuSeconds * 1e6);
const ms = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(1));
console.log(
  '| clients | good/s | of the peak | CPU for good ones | refused/s | other | unsent | CPU | clients: CPU, late p99, ms | good p50 / p99, ms | refused p99, since due, ms | resident, MB |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|---|---|');
for (const each of [before, told, deaf, spread, rushed, after]) {
  const percent = (value: number): string => `${Math.round(value * 100)} %`;
  const cells = [
    each.name,
    perSecond(each.good, each),
    percent(share(each)),
    percent(shareOfCpu(each)),
    perSecond(each.shed, each),
    each.other,
    each.unsent,
    percent(each.cpuSeconds / each.seconds),
    `${percent(each.clientCpu)}, ${ms(each.clientLateP99)}`,
    `${ms(each.goodP50)} / ${ms(each.goodP99)}`,
    `${ms(each.shedP99)}, ${ms(each.shedDueP99)}`,
    each.residentMb.toFixed(0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
  if (each.sample !== undefined) console.log(`other: ${each.sample}`);
}
const costs = [told, deaf, rushed].map((each) => `${perRefusal(each).toFixed(0)} (${each.name})`);
console.log(`CPU of a call ${perCall.toFixed(0)} µs; of a refusal: ${costs.join(', ')} µs`);
const least = number('goodput');
const sum = (pick: (each: Phase) => number): number => phases.map(pick).reduce((a, b) => a + b);
const most = number('shed-p99');
const verdicts = [
  {
    what: `goodput at least ${least * 100} % of the peak where clients wait as they are told`,
    holds: share(told) >= least,
  },
  { what: 'the same where they do not', holds: share(deaf) >= least },
  { what: `the same at ${times} times the rate over ${connections} connections`, holds: share(rushed) >= least },
  { what: `refused within ${most} ms, p99, where they wait`, holds: !(told.shedP99 > most) },
  {
    what: `refused within ${most} ms of when they might ask again, p99, where they do not`,
    holds: !(deaf.shedDueP99 > most),
  },
  { what: 'the same at that rate', holds: !(rushed.shedDueP99 > most) },
  {
    what: 'each good answer is one call at the upstream, and each call there one good answer',
    holds: sum((each) => Math.abs(each.beyond)) === 0,
  },
  { what: 'nothing but answers and refusals', holds: sum((each) => each.other) === 0 },
  { what: 'nothing is refused before and afterwards', holds: before.shed + after.shed === 0 },
  {
    what: 'memory: at most 64 MB more than at the peak',
    holds: Math.max(...[told, deaf, rushed].map((each) => each.residentMb)) < peak.residentMb + 64,
  },
];
tellVerdicts(verdicts);
writeReport(values.json, { times, perCall, peak, phases, spread, verdicts });
