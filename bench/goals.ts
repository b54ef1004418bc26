import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Report, Row } from './report.ts';
import type { Spread } from './spread.ts';
import { writeTable } from './write-table.ts';

const help = `node bench/goals.ts [--write-docs]
Says of each goal what the last runs in reports/ came to. What was not run is said to be so.
`;

/** What one goal asks for, and what is known of it. */
interface Goal {
  readonly what: string;
  readonly limit: number;
  /** Whether more is better. */
  readonly least?: boolean;
  readonly unit?: string;
  readonly digits?: number;
  /** How it is measured; its report is the one that `of` reads. */
  readonly command: string;
  /** @throws where the report is missing, or lacks what is asked for */
  of(): number | Spread | undefined;
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(`reports/${name}.json`, 'utf8')) as T;
}

function row(report: string, name: string): Row {
  const found = read<Report>(report).rows.find((each) => each.name === name);
  if (found === undefined) throw new Error(`reports/${report}.json lacks ${name}`);
  return found;
}

/** The medians of two, one divided by the other. */
function ratio(report: string, name: string, to: string, pick: (row: Row) => Spread | undefined): number {
  return (pick(row(report, name))?.median ?? Number.NaN) / (pick(row(report, to))?.median ?? Number.NaN);
}

/** The best round's p99 at the fixed rate, counted as the clients see it. */
const best = (name: string): number => row('bench', name).p99?.min ?? Number.NaN;

const cpu = (each: Row): Spread | undefined => each.cpuMicros;

interface Load {
  readonly good: number;
  readonly seconds: number;
  /** JSON has no NaN: `null` where nobody was refused. */
  readonly shedDueP99: number | null;
}

interface Overload {
  readonly peak: Load;
  /** Before, three times too much, afterwards. */
  readonly phases: readonly Load[];
}

function tooMuch(): { readonly peak: number; readonly phases: readonly Load[] } {
  const { peak, phases } = read<Overload>('overload');
  return { peak: peak.good / peak.seconds, phases: phases.slice(1, -1) };
}

const goals: readonly Goal[] = [
  {
    what: 'CPU of a call ÷ *b*',
    limit: 0.8,
    command: 'npm run bench',
    of: () => row('bench', 'toolgate').cpuRatio,
  },
  {
    what: 'CPU of a call ÷ nginx',
    limit: 5,
    command: 'npm run bench',
    of: () => ratio('bench', 'toolgate', 'nginx', cpu),
  },
  {
    what: 'added p50 at 1,000 calls/s ÷ nginx: of a tool that reads',
    limit: 1.6,
    command: 'npm run bench',
    of: () => ratio('bench', 'toolgate, a read', 'nginx', (each) => each.addedP50),
  },
  {
    what: 'the same, where each call is on the disk before it goes out',
    limit: 1.6,
    command: 'npm run bench',
    of: () => ratio('bench', 'toolgate', 'nginx', (each) => each.addedP50),
  },
  {
    what: 'p99 there, best round ÷ nginx, its best: of a tool that reads',
    limit: 4,
    command: 'npm run bench',
    of: () => best('toolgate, a read') / best('nginx'),
  },
  {
    what: 'the same, where each call is on the disk before it goes out',
    limit: 4,
    command: 'npm run bench',
    of: () => best('toolgate') / best('nginx'),
  },
  {
    what: 'threads that keep the record ÷ CPU of a call',
    limit: 0.2,
    command: 'npm run bench',
    of: () => row('bench', 'toolgate').recordShare,
  },
  {
    what: 'resident memory at rest, MB',
    limit: 110,
    digits: 0,
    command: 'npm run bench',
    of: () => row('bench', 'toolgate').idleMb,
  },
  {
    what: 'resident memory under load, MB',
    limit: 160,
    digits: 0,
    command: 'npm run bench',
    of: () => row('bench', 'toolgate').loadedMb,
  },
  {
    what: 'calls/s ÷ the best peer from npm',
    limit: 6,
    least: true,
    digits: 1,
    command: 'npm run bench -- --sides pipe,nginx,toolgate --peer …',
    of: () => {
      const own = new Set(['direct', 'pipe', 'nginx', 'toolgate']);
      const peers = read<Report>('bench-peers').rows.filter(({ name }) => !own.has(name));
      const best = Math.max(...peers.map((each) => each.callsPerSecond?.median ?? 0));
      return (row('bench-peers', 'toolgate').callsPerSecond?.median ?? Number.NaN) / best;
    },
  },
  {
    what: '256 KB of answer: CPU ÷ nginx',
    limit: 1.15,
    command: 'npm run bench -- --shape answer',
    of: () => ratio('bench-answer', 'toolgate', 'nginx', cpu),
  },
  {
    what: '256 KB of request: CPU ÷ the pipe',
    limit: 1.7,
    command: 'npm run bench -- --shape request',
    of: () => row('bench-request', 'toolgate').cpuRatio,
  },
  {
    what: '100,000 rules ÷ few',
    limit: 1.1,
    command: 'npm run bench -- --growth',
    of: () => row('bench-growth', '100,000 rules').toFirst,
  },
  {
    what: '10,000 grants ÷ few',
    limit: 1.1,
    command: 'npm run bench -- --growth',
    of: () => row('bench-growth', '10,000 grants').toFirst,
  },
  {
    what: '1,000 open streams: p50 of an event ÷ direct',
    limit: 1.9,
    digits: 1,
    command: 'npm run bench:streams',
    of: () => read<{ readonly ratio: { readonly toolgate: Spread } }>('streams').ratio.toolgate,
  },
  {
    what: 'an open stream, KB',
    limit: 30,
    digits: 0,
    command: 'npm run bench:streams',
    of: () => read<{ readonly kilobytes: number }>('streams').kilobytes,
  },
  {
    what: 'added to a server’s start by `toolgate run`, ms',
    limit: 250,
    digits: 0,
    command: 'npm run bench:start-up',
    of: () => read<{ readonly added: Spread }>('start-up').added,
  },
  {
    what: 'four times too much, in three ways, the worst: goodput ÷ the peak',
    limit: 0.9,
    least: true,
    command: 'npm run bench:overload',
    of: () => {
      const { peak, phases } = tooMuch();
      return Math.min(...phases.map(({ good, seconds }) => good / seconds / peak));
    },
  },
  {
    what: 'refused meanwhile, the worst: p99 since one may ask again, ms',
    limit: 50,
    digits: 0,
    command: 'npm run bench:overload',
    // Where everybody waits as told, and is served, there may be none.
    of: () => Math.max(...tooMuch().phases.map(({ shedDueP99 }) => shedDueP99 ?? 0)),
  },
];

/** What was reached, as the table says it, and the verdict. */
function reached({ limit, least = false, digits = 2, of }: Goal): readonly [string, string] {
  let found: number | Spread | undefined;
  try {
    found = of();
  } catch {
    found = undefined;
  }
  const median = typeof found === 'number' ? found : found?.median;
  if (median === undefined || Number.isNaN(median)) return ['not run', '–'];
  const show = (value: number): string => value.toFixed(digits);
  const text =
    typeof found === 'number' || found === undefined
      ? show(median)
      : `${show(median)} (${show(found.min)} to ${show(found.max)})`;
  return [text, (least ? median >= limit : median <= limit) ? 'yes' : '**no**'];
}

const { values } = parseArgs({
  options: { 'write-docs': { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
if (values.help) console.log(help);
else {
  const lines = goals.map((goal) => {
    const [text, verdict] = reached(goal);
    const limit = `${goal.least === true ? '≥' : '≤'} ${goal.limit}`;
    return `| ${[goal.what, limit, text, verdict, `\`${goal.command}\``].join(' | ')} |`;
  });
  const table = `${['| what | goal | reached | | by |', '| --- | --- | --- | --- | --- |', ...lines].join('\n')}\n`;
  console.log(table);
  if (values['write-docs']) writeTable('performance.md', 'goals', table);
}
