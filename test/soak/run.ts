import { parseArgs } from 'node:util';
import { leaksIn } from './leaks.ts';
import { type SoakPlan, soak } from './soak.ts';

/**
 * `npm run soak`: twenty thousand sessions of all kinds with two hundred crashes of their servers, then ten thousand
 * sessions that are opened and abandoned. Ends with 1 when anything of them is left.
 */
const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '20000' },
    crashes: { type: 'string', default: '200' },
    abandoned: { type: 'string', default: '10000' },
    clients: { type: 'string', default: '8' },
  },
});
const plan = { warmUp: 400, clients: Number(values.clients), cap: 100 };
const runs: readonly (readonly [name: string, plan: SoakPlan])[] = [
  ['all kinds', { ...plan, sessions: Number(values.sessions), crashes: Number(values.crashes) }],
  ['abandoned', { ...plan, sessions: Number(values.abandoned), crashes: 0, abandoned: 'all' }],
];
for (const [name, each] of runs) {
  if (each.sessions === 0) continue;
  console.log(`${name}: ${each.sessions} sessions, ${each.crashes} crashes`);
  const report = await soak(each, (line) => console.log(`  ${line}`));
  const slope = (report.after.heap - report.middle.heap) / (report.sessions - Math.ceil(report.sessions / 2));
  console.log(
    `  ${report.seconds.toFixed(0)} s; the heap grew by ${slope.toFixed(0)} bytes a session in the second half`,
  );
  const leaks = leaksIn(report, each.cap);
  for (const leak of leaks) console.error(`  left behind: ${leak}`);
  if (leaks.length > 0) process.exitCode = 1;
}
