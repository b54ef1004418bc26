import type { McpLine } from './mcp-line.ts';
import { percentile } from './percentile.ts';

/** What one round of load saw. Times in milliseconds. */
export interface LoadResult {
  readonly calls: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
}

/** As fast as the lines go: each makes its next call when the last one is answered. */
export async function runClosed(lines: readonly McpLine[], seconds: number): Promise<LoadResult> {
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  const loop = async (line: McpLine): Promise<void> => {
    for (let from = start; from < end; ) {
      from = performance.now();
      await line.call();
      latencies.push(performance.now() - from);
    }
  };
  await Promise.all(lines.map(loop));
  return summary(latencies, performance.now() - start);
}

/**
 * At a fixed rate. A latency counts from when the call was due, not from when it could be sent, so that a stall is
 * seen by every call that it held up.
 *
 * @param rate calls a second
 */
export async function runPaced(lines: readonly McpLine[], seconds: number, rate: number): Promise<LoadResult> {
  const latencies: number[] = [];
  const idle = [...lines];
  const due: number[] = [];
  const total = seconds * rate;
  const start = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let issued = 0;
  const serve = (): void => {
    for (let line = idle.pop(); line !== undefined; line = idle.pop()) {
      const at = due.shift();
      if (at === undefined) {
        idle.push(line);
        return;
      }
      const carrier = line;
      carrier.call().then(() => {
        latencies.push(performance.now() - at);
        idle.push(carrier);
        if (latencies.length === total) resolve();
        else serve();
      }, reject);
    }
  };
  const timer = setInterval(() => {
    const now = performance.now();
    for (; issued < total && start + (issued * 1000) / rate <= now; issued++) due.push(start + (issued * 1000) / rate);
    serve();
  }, 1);
  await promise.finally(() => clearInterval(timer));
  return summary(latencies, performance.now() - start);
}

function summary(latencies: readonly number[], ms: number): LoadResult {
  const at = (share: number): number => percentile(latencies, share);
  return { calls: latencies.length, seconds: ms / 1000, p50: at(0.5), p99: at(0.99) };
}
