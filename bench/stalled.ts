import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pinnedTo, startOwn, stop } from './child.ts';
import { residentMb } from './cpu-time.ts';
import { freePort } from './free-port.ts';
import { type FloodResult, openFlood } from './load/flood.ts';
import { seedPolicy, toolgateWith } from './sides/toolgate.ts';
import { tellVerdicts } from './verdict.ts';
import { writeReport } from './write-report.ts';

/**
 * `npm run bench:stalled`: half of the servers take every call and answer none, for a minute, and their agents go on calling.
 * What that costs the agents of the other half: p99 at a fixed rate, before and meanwhile. Ends with 1 where it is more than
 * one and a half times as much and 10 ms, where a call to a healthy server fails, or where a stalled one does not come back.
 */
const { values } = parseArgs({
  options: {
    servers: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '200' },
    json: { type: 'string', default: 'reports/stalled.json' },
  },
});
const [count, seconds, rate] = [values.servers, values.seconds, values.rate].map(Number) as [number, number, number];

const folder = mkdtempSync(join(tmpdir(), 'toolgate-stalled-'));
const upstreams = await Promise.all(Array.from({ length: count }, () => startOwn(1, 'stalling-upstream.ts', [])));
const slugs = upstreams.map((_, n) => `s${n}`);
const token = (slug: string): string => `tg_${`agent${slug}x`.padEnd(50, 'y')}`;
const urlOf = (said: unknown): string => `http://127.0.0.1:${Number(said)}/mcp`;
const side = await toolgateWith({
  name: 'toolgate',
  policy: seedPolicy,
  more: {
    servers: Object.fromEntries(slugs.map((slug, n) => [slug, { url: urlOf(upstreams[n]?.said), allowPrivate: true }])),
    grants: slugs.map((slug) => ({ label: slug, server: slug, policy: 'bench', token: token(slug) })),
    admission: { requestsPerSecond: 1_000_000, inFlight: 64, sessions: 100, streams: 100 },
  },
}).start({
  upstream: urlOf(upstreams[0]?.said),
  folder,
  port: await freePort(),
  pinned: (command) => pinnedTo(0, command),
});
const agents = slugs.map((slug) => ({
  url: side.url.replace(/bench$/, slug),
  headers: { Authorization: `Bearer ${token(slug)}` },
}));
const healthy = await openFlood(agents.slice(count / 2), 16, true);
// More connections than calls may be under way: the rest is refused, and comes again.
const others = await openFlood(agents.slice(0, count / 2), 80, true);
const stalling = upstreams.slice(0, count / 2);

await healthy.run(2, rate);
const before = await healthy.run(Math.min(seconds, 20), rate);
for (const { child } of stalling) child.send('stall');
const waiting = others.run(seconds + 2);
const meanwhile = await healthy.run(seconds, rate);
const mb = side.pid === undefined ? Number.NaN : residentMb(side.pid);
for (const { child } of stalling) child.send('go');
const stalledOnes = await waiting;
const after = await others.run(2, rate);
healthy.close();
others.close();
await side.stop();
for (const { child } of upstreams) await stop(child);
rmSync(folder, { recursive: true });

console.log('| calls | answered | refused | other | p50, ms | p99, ms |');
console.log('|---|---|---|---|---|---|');
const rows: readonly (readonly [string, FloodResult])[] = [
  ['to healthy servers, before', before],
  [`to healthy servers, while half of all ${count} stall`, meanwhile],
  [`to the stalled ones, ${seconds} s and 2 s beyond`, stalledOnes],
  ['to the same, afterwards', after],
];
for (const [name, { good, shed, other, goodP50, goodP99 }] of rows) {
  console.log(`| ${name} | ${good} | ${shed} | ${other} | ${goodP50.toFixed(1)} | ${goodP99.toFixed(1)} |`);
}
console.log(`resident at the end of the stall: ${mb.toFixed(0)} MB`);
const bound = before.goodP99 * 1.5 + 10;
const verdicts = [
  {
    what: `p99 of the healthy ${meanwhile.goodP99.toFixed(1)} ms, at most ${bound.toFixed(1)}`,
    holds: meanwhile.goodP99 <= bound,
  },
  { what: 'no call to a healthy server was refused or failed', holds: meanwhile.shed + meanwhile.other === 0 },
  { what: 'the stalled ones are there again', holds: after.other === 0 && after.good > after.shed * 9 },
];
tellVerdicts(verdicts);
writeReport(values.json, { rows, verdicts });
