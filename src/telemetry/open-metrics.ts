import type { Gauges, Metrics } from './metrics.ts';

/** Loads what counts only when somebody can ask for the numbers: a gateway on standard input never pays for it. */
export async function openMetrics(gauges: Gauges, version: string): Promise<Metrics> {
  const room = await import('./metrics.ts');
  return new room.Metrics(gauges, version);
}
