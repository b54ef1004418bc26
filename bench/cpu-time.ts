import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second in `/proc`: 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

interface Stat {
  readonly pid: number;
  readonly name: string;
  readonly parent: number;
  readonly ticks: number;
}

/**
 * CPU time that a process and its descendants have used so far, user and system, all threads, by the kernel's own
 * accounting (proc(5), fields 14 and 15 of `stat`).
 *
 * @returns microseconds, in steps of 10,000
 */
export function cpuTime(pid: number): number {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)) ?? []);
  const family = new Set([pid]);
  // A child may have a smaller pid than its parent once the numbers have wrapped, so repeat until nothing is added.
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const stat of stats) if (family.has(stat.parent)) family.add(stat.pid);
  }
  const ticks = stats.filter((stat) => family.has(stat.pid)).reduce((sum, stat) => sum + stat.ticks, 0);
  return (ticks * 1_000_000) / ticksPerSecond;
}

/** Threads of the gateway that keep its record: the store's, and those in which files are synced. */
const ofTheRecord: ReadonlySet<string> = new Set(['WorkerThread', 'libuv-worker']);

/** @returns microseconds that those threads of one process have used so far, in steps of 10,000 */
export function recordTime(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`).flatMap((thread) => readStat(pid, Number(thread)) ?? []);
  const ticks = threads.filter(({ name }) => ofTheRecord.has(name)).reduce((sum, thread) => sum + thread.ticks, 0);
  return (ticks * 1_000_000) / ticksPerSecond;
}

/** Resident memory of one process in MB (2^20 bytes). */
export function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
  return Number(kilobytes ?? Number.NaN) / 1024;
}

/** @returns of a process, or of one of its threads; `undefined` when that ended in between */
function readStat(pid: number, thread?: number): Stat | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/${thread === undefined ? '' : `task/${thread}/`}stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The program's name, in brackets, may hold anything; the fields begin after the last bracket.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
  return { pid, name, parent: fields[1] ?? 0, ticks: (fields[11] ?? 0) + (fields[12] ?? 0) };
}
