import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { HeapInspector } from './inspect-heap.ts';

/** How many of what a process holds, by name: what must not grow with its age. */
export type Census = Readonly<Record<string, number>>;

/**
 * What has `size` by its prototype and is none of them is passed over. What is kept on purpose is counted by itself, against
 * how much of it may be: digests of ended sessions, up to a hundred thousand; and what calls of a session say alike, which
 * is forgotten whenever there is enough of it (`SharedFacts`).
 */
const sizes = `(all) => {
  let [count, entries, digests, facts] = [0, 0, 0, 0];
  const isShared = (value) => typeof value?.opening === 'string' && typeof value.rest === 'string';
  for (const each of all) {
    try {
      const [first] = each;
      const value = each instanceof Map ? first?.[1] : undefined;
      if (isShared(value)) facts += each.size;
      else if (value instanceof Map && isShared(value.values().next().value)) continue;
      else {
        if (each instanceof Set && /^[0-9a-f]{32}$/.test(first)) digests += each.size;
        else entries += each.size;
        count += 1;
      }
    } catch {}
  }
  return [count, entries, digests, facts];
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
    const sums = (await heap.living(`${name}.prototype`, sizes)) as [number, number, number, number];
    const [count, entries, digests, facts] = sums;
    counts[`${name}s`] = count;
    counts[`entries of ${name}s`] = entries;
    if (name === 'Map') counts['facts that calls share'] = facts;
    else counts['digests of sessions that nobody ended'] = Math.max(0, digests - ended);
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
