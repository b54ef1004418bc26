import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const caller = fileURLToPath(new URL('./window-caller.ts', import.meta.url));

/** What came of many gateways that hammered one budget. */
export interface Hammered {
  readonly admitted: number;
  readonly refused: number;
  /** Refused because it could not be counted. */
  readonly uncounted: number;
  readonly killed: number;
  /** The most that any interval as long as the window has seen. */
  readonly most: number;
}

/** How they hammer. */
export interface Hammering {
  readonly processes: number;
  readonly callers: number;
  /** Of the budget, in a second. */
  readonly max: number;
  readonly seconds: number;
  /** How long a gateway waits for an answer of Valkey, in ms; 20,000 when absent, on a machine that may be busy. */
  readonly answerMs?: number;
  /** What happens meanwhile. @param kill ends one of the processes at once; another takes its place */
  readonly meanwhile?: (kill: () => void) => Promise<void>;
}

/**
 * So many processes with so many callers each, on one budget of `max` a second, for so many seconds. Each process has another
 * wall clock.
 *
 * @param url of a Valkey, or of a PostgreSQL
 */
export async function hammer(
  url: string,
  prefix: string,
  { processes, callers, max, seconds, answerMs = 20_000, meanwhile }: Hammering,
): Promise<Hammered> {
  const times: number[] = [];
  let [refused, uncounted, killed] = [0, 0, 0];
  const skews = [0, 600_000, -600_000, 37_000];
  const living: ChildProcess[] = [];
  const end = performance.now() + seconds * 1_000;
  const left = (): number => (end - performance.now()) / 1_000;

  async function gateway(at: number): Promise<void> {
    const args = [caller, url, prefix, ...[callers, max, left(), skews[at % skews.length] ?? 0, answerMs].map(String)];
    const child = spawn(process.execPath, ['--no-warnings', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    living[at] = child;
    const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('refused ')) refused += Number(line.slice(8));
      else if (line.startsWith('uncounted ')) uncounted += Number(line.slice(10));
      // One that was killed in the middle of a line had not been told.
      else if (/^\d{13}$/.test(line)) times.push(Number(line));
    }
    const [code, signal] = await ended;
    if (signal === 'SIGKILL') killed += 1;
    else if (code !== 0) throw new Error(`a caller ended with ${code}`);
    if (left() > 1) await gateway(at);
  }

  let next = 0;
  const kill = (): void => {
    living[next % processes]?.kill('SIGKILL');
    next += 1;
  };
  await Promise.all([...Array.from({ length: processes }, (_, at) => gateway(at)), meanwhile?.(kill)]);
  times.sort((a, b) => a - b);
  let most = 0;
  let from = 0;
  for (const [at, time] of times.entries()) {
    while ((times[from] ?? 0) <= time - 1_000) from += 1;
    most = Math.max(most, at - from + 1);
  }
  return { admitted: times.length, refused, uncounted, killed, most };
}
