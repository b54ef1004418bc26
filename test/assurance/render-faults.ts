import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Outcome, ways } from '../services/faults/row.ts';
import { table } from './table.ts';

/** `npm run faults`: writes `docs/faults.md` from what the table of faults has left in `reports/`. */
const root = join(import.meta.dirname, '../..');
const outcomes = JSON.parse(readFileSync(join(root, 'reports/assurance/faults.json'), 'utf8')) as readonly Outcome[];
const whats = [...new Set(outcomes.map(({ what }) => what))];

function recovered(what: string, way: string): string {
  const found = outcomes.find((one) => one.what === what && one.way === way);
  if (found === undefined) return '**failed, or not run**';
  if (found.recoveredMs === undefined) return '–';
  const { calls, filedMs } = found;
  const filed = calls === undefined ? '' : `; ${calls.recorded} of ${calls.forwarded} after ${filedMs} ms`;
  return `${found.recoveredMs} ms${filed}`;
}

writeFileSync(
  join(root, 'docs/faults.md'),
  `# What fails, and how

\`npm run faults\` writes this page. It breaks everything that a call may need in five ways; a stall lasts half a minute.

- **During a fault** each call is refused with the reason given below. Under an intermittent fault calls may also be let through and counted.
- **After the fault** calls pass again after the time in the table, on the machine of the run. The promise is two seconds.
- **Records**: where calls are made, the cell also says how many of those that reached their server before, during and after the fault
  are on the record, and after how long all of them were.

${table(
  ['what', ...ways],
  whats.map((what) => [what, ...ways.map((way) => recovered(what, way))]),
)}

Some of them take about a second, for these reasons:

- after failures, limits in PostgreSQL are tried again after a pause that grows to 0.8 s;
- a gateway whose configuration is stale checks every second what is in force;
- the calls under clock faults wait for a window of one second, which is over by the end of a stall of half a minute.

## How each fault is made

${table(
  ['what', 'fault', 'how, or why it does not apply (–)', 'reason given'],
  outcomes.map(({ what, way, how, refused }) => [
    what,
    way,
    refused === undefined ? `– ${how}` : how,
    (refused ?? []).map((said) => `\`${said.slice(0, 90)}\``).join(', '),
  ]),
)}

Other faults (resets, half-closed connections, late answers, forgotten keys, servers that a gateway must not count in)
are in \`test/services/limiter/faults.service.ts\` and \`test/services/faults/postgres.service.ts\`; full and failing disks are in \`test/crash\`.
`,
);
