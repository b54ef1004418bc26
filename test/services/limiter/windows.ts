import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const caller = fileURLToPath(new URL('./window-caller.ts', import.meta.url));

/** What came of many gateways that hammered one budget. */
export interface Hammered {
  readonly admitted: number;
  readonly refused: number;
  /** The most that any interval as long as the window has seen. */
  readonly most: number;
}

/**
 * So many processes with so many callers each, on one budget of `max` a second, for so many seconds. Each process has another
 * wall clock.
 */
export async function hammer(
  url: string,
  prefix: string,
  { processes, callers, max, seconds }: { processes: number; callers: number; max: number; seconds: number },
): Promise<Hammered> {
  const times: number[] = [];
  let refused = 0;
  const skews = [0, 600_000, -600_000, 37_000];
  const runs = Array.from({ length: processes }, async (_, at) => {
    const args = [caller, url, prefix, ...[callers, max, seconds, skews[at % skews.length] ?? 0].map(String)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'close') as Promise<[number | null]>;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('refused ')) refused += Number(line.slice(8));
      else times.push(Number(line));
    }
    const [code] = await ended;
    if (code !== 0) throw new Error(`a caller ended with ${code}`);
  });
  await Promise.all(runs);
  times.sort((a, b) => a - b);
  let most = 0;
  let from = 0;
  for (const [at, time] of times.entries()) {
    while ((times[from] ?? 0) <= time - 1_000) from += 1;
    most = Math.max(most, at - from + 1);
  }
  return { admitted: times.length, refused, most };
}
