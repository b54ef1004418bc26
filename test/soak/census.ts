import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { HeapInspector } from './inspect-heap.ts';

/** How many of what a process holds, by name: what must not grow with its age. */
export type Census = Readonly<Record<string, number>>;

/**
 * What has `size` by its prototype and is none of them is passed over. The digests of ended sessions are counted by
 * themselves: up to a hundred thousand are kept on purpose.
 */
const sizes = `(all) => {
  let [count, entries, digests] = [0, 0, 0];
  for (const each of all) {
    try {
      const [first] = each;
      if (each instanceof Set && /^[0-9a-f]{32}$/.test(first)) digests += each.size;
      else entries += each.size;
      count += 1;
    } catch {}
  }
  return [count, entries, digests];
}`;

/** Kinds of objects of the main thread: an expression for what they inherit from. */
const kinds: readonly (readonly [name: string, prototype: string])[] = [
  ['promises', 'Promise.prototype'],
  ['timers', 'Object.getPrototypeOf(setTimeout(() => {}, 0))'],
  ['sockets of the main thread', 'process.getBuiltinModule("net").Socket.prototype'],
  ['abort signals', 'AbortSignal.prototype'],
];

/** Counts what the kernel knows a process to hold. It should have nothing to do. */
export function heldBy(pid: number): Census {
  return { ...descriptorsOf(pid), threads: threadsOf(pid) };
}

/**
 * Counts what is alive on its main thread. Each kind is a walk through the heap, half a second of computing.
 *
 * @param ended sessions that clients have ended so far: one digest is kept of each
 */
export async function aliveIn(heap: HeapInspector, ended: number): Promise<Census> {
  const counts: Record<string, number> = {};
  for (const [name, prototype] of kinds) counts[name] = Number(await heap.living(prototype, '(all) => all.length'));
  for (const name of ['Map', 'Set']) {
    const [count, entries, digests] = (await heap.living(`${name}.prototype`, sizes)) as [number, number, number];
    counts[`${name}s`] = count;
    counts[`entries of ${name}s`] = entries;
    if (name === 'Set') counts['digests of sessions that nobody ended'] = Math.max(0, digests - ended);
  }
  return counts;
}

function descriptorsOf(pid: number): Census {
  const counts = { sockets: 0, pipes: 0, 'other descriptors': 0 };
  for (const each of readdirSync(`/proc/${pid}/fd`)) {
    const to = targetOf(`/proc/${pid}/fd/${each}`);
    if (to === undefined) continue;
    counts[to.startsWith('socket:') ? 'sockets' : to.startsWith('pipe:') ? 'pipes' : 'other descriptors'] += 1;
  }
  return counts;
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    // It was closed in between.
    return undefined;
  }
}

function threadsOf(pid: number): number {
  return Number(/^Threads:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? Number.NaN);
}
