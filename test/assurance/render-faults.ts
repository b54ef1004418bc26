import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ways } from '../services/faults/row.ts';

/** `npm run faults`: writes `docs/faults.md` from what the table of faults has left in `reports/`. */
interface Outcome {
  readonly what: string;
  readonly way: string;
  readonly how: string;
  readonly refused?: readonly string[];
  readonly recoveredMs?: number;
  readonly calls?: { readonly forwarded: number; readonly recorded: number };
  readonly filedMs?: number;
}
const root = join(import.meta.dirname, '../..');
const outcomes = JSON.parse(readFileSync(join(root, 'reports/assurance/faults.json'), 'utf8')) as readonly Outcome[];
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');
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

Written by \`npm run faults\`, which breaks everything that a call may need in five ways; what stalls does so for half a minute. While it lasts each call is refused, with the reason
that stands below (or, where it comes and goes, let through and counted); when it is over, calls are let through again after as long as the
table says, on the machine of the run. Promised are two seconds. Where calls are made, what follows says how many of those that reached
their server before, during and after the fault are on the record, and after how long all of them were.

${table(
  ['what', ...ways],
  whats.map((what) => [what, ...ways.map((way) => recovered(what, way))]),
)}

What takes about a second: after failures limits in PostgreSQL are tried again after a pause that grows to 0.8 s; a gateway that no longer knew
what is in force looks every second; and the clock's calls wait for a window of a second, which a stall of half a minute has outlasted.

## How each is brought about

${table(
  ['what', 'way', 'how, or why it means nothing (–)', 'said'],
  outcomes.map(({ what, way, how, refused }) => [
    what,
    way,
    refused === undefined ? `– ${how}` : how,
    (refused ?? []).map((said) => `\`${said.slice(0, 90)}\``).join(', '),
  ]),
)}

Other ways to fail (resets, half-closed connections, answers that are late, keys that are forgotten, servers that a gateway must not count in)
are in \`test/services/limiter/faults.service.ts\` and \`test/services/faults/postgres.service.ts\`; full and failing disks in \`test/crash\`.
`,
);
