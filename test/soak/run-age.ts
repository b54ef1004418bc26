import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { controlClient } from '../support/gateway/control.ts';
import { type AgeReport, age } from './age.ts';
import { ageVerdicts, heapPerHour } from './age-verdicts.ts';

/**
 * `npm run soak:age`: a gateway lives for two hours at a steady rate, with everything that happens to one, and is looked at
 * each minute: its heap after a collection, its descriptors, threads, timers, and the sizes of all maps and sets. What is
 * known so far is written down with each look. Ends with 1 when anything grows, fails, or is rejected unheard.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '120' },
    'warm-up': { type: 'string', default: '15' },
    rate: { type: 'string', default: '10' },
    json: { type: 'string', default: 'reports/assurance/age.json' },
  },
});
const [minutes, warmUp, rate] = [values.minutes, values['warm-up'], values.rate].map(Number) as [
  number,
  number,
  number,
];
mkdirSync(dirname(values.json), { recursive: true });

function keep(report: AgeReport): void {
  writeFileSync(values.json, `${JSON.stringify({ ...report, verdicts: ageVerdicts(report) }, null, 1)}\n`);
  const { samples } = report;
  const last = samples.at(-1);
  if (last === undefined) return;
  const { hours, heapMb, residentMb, turns, counts } = last;
  const grown = heapPerHour(samples.slice(warmUp)).toFixed(2);
  const held = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  console.log(
    `${(hours * 60).toFixed(0)} min, ${turns} turns, heap ${heapMb.toFixed(2)} MB (${grown} MB/h), resident ${residentMb.toFixed(0)} MB, ${held.join(', ')}`,
  );
}

const report = await age({ samples: minutes, warmUp, deep: 5, turns: rate * 60, rate }, controlClient, keep);
for (const failure of [...report.failures, ...report.unhandled]) console.error(failure);
for (const [what, holds] of ageVerdicts(report)) {
  console.log(`${holds ? 'yes' : 'NO '} ${what}`);
  if (!holds) process.exitCode = 1;
}
