import { readdirSync, readFileSync } from 'node:fs';

/** What the kernel says that a process holds. */
export interface ProcessCounts {
  /** Open descriptors: sockets, pipes, files. */
  readonly descriptors: number;
  /** Living processes below it. */
  readonly children: number;
  readonly residentMb: number;
}

/** @throws when the process has ended */
export function processCounts(pid: number): ProcessCounts {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  return {
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    children: childrenOf(pid).length,
    residentMb: Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN) / 1024,
  };
}

/** By field 4 of `stat` (proc(5)); a program's name, in brackets, may hold anything. */
function childrenOf(parent: number): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
    } catch {
      // It has ended in between.
      return false;
    }
  });
}
