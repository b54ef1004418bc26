import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { controlClient } from '../support/gateway/control.ts';
import { startGateway } from '../support/gateway/start-gateway.ts';
import { Changes } from './changes.ts';
import type { ChangesRun } from './changes-run.ts';
import { Reloads } from './reloads.ts';
import { changesUnderLoad } from './under-load.ts';

/**
 * `npm run changes`: a thousand changes of every kind under a load of 500 calls a second; with `--reloads`, the file is written
 * anew a thousand times instead. Ends with 1 when one is wrong; `npm run assurance` tells what the last run came to.
 */
const { values } = parseArgs({
  options: {
    changes: { type: 'string', default: '1000' },
    rate: { type: 'string', default: '500' },
    reloads: { type: 'boolean', default: false },
  },
});
const plan = { changes: Number(values.changes), rate: Number(values.rate), callsPerChange: 1 };
await using gateway = await startGateway({ servers: {}, policies: {}, grants: {} });
const ask = values.reloads ? undefined : await controlClient(gateway);
const { seconds, calls, refused, took, versions, faults } = await changesUnderLoad(
  gateway,
  (agents, url) => (ask === undefined ? Reloads.begin(gateway, agents, url) : Changes.begin(ask, agents, url)),
  plan,
  console.log,
);

const quantile = (sorted: readonly number[], q: number): string =>
  `${(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0).toFixed(1)}`.padStart(8);
const row = (what: string, times: readonly number[]): void => {
  const sorted = [...times].sort((a, b) => a - b);
  console.log(
    `${what.padEnd(42)} ${String(times.length).padStart(7)} ${quantile(sorted, 0.5)} ${quantile(sorted, 0.95)} ${quantile(sorted, 0.99)} ${quantile(sorted, 1)}`,
  );
};
console.log(
  `\n${''.padEnd(42)} ${'number'.padStart(7)} ${'p50 ms'.padStart(8)} ${'p95 ms'.padStart(8)} ${'p99 ms'.padStart(8)} ${'most'.padStart(8)}`,
);
for (const [what, times] of took) row(what, times);
row(
  'calls',
  calls.map(({ began, ended }) => ended - began),
);
console.log(
  `\n${(calls.length / seconds).toFixed(0)} calls/s for ${seconds.toFixed(0)} s; ${refused} refused by policy or stop; ${versions} versions`,
);
console.log(`failed, mixed, not on the record or otherwise wrong: ${faults.length}`);
for (const fault of faults.slice(0, 20)) console.error(`  ${fault}`);
if (faults.length > 0) process.exitCode = 1;

const reports = join(import.meta.dirname, '../../reports/assurance');
mkdirSync(reports, { recursive: true });
const made = [...took.values()].reduce((sum, times) => sum + times.length, 0);
const run: ChangesRun = { changes: made, calls: calls.length, seconds, refused, versions, faults: faults.length };
writeFileSync(join(reports, values.reloads ? 'reloads.json' : 'changes.json'), `${JSON.stringify(run, null, 2)}\n`);
