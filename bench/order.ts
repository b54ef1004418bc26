import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { LoadResult } from './load/run-load.ts';
import type { LoadOrder, LoadReport } from './processes/load.ts';

/**
 * Gives the load generator an order and waits until it is carried out.
 *
 * @throws what it could not do
 */
export async function order(load: ChildProcess, given: LoadOrder): Promise<LoadResult> {
  load.send(given);
  const [report] = (await once(load, 'message')) as [LoadReport];
  if (report.kind === 'failed') throw new Error(report.message);
  return report.kind === 'ran' ? report.result : { calls: 0, seconds: 0, p50: Number.NaN, p99: Number.NaN };
}
