/**
 * What the gateway says of itself while it runs: logs, metrics, health. It decides nothing about a call, and nothing
 * waits for it.
 *
 * Invariants: one record is one line, whatever the values hold; no secret, argument or session id reaches a log or a
 * metric; the number of series is bounded by the configuration, never by what callers send.
 */
export { healthRoutes, type Probe } from './health-routes.ts';
export { type Logger, newLogger } from './logger.ts';
export type { Gauges, Metrics } from './metrics.ts';
export { openMetrics } from './open-metrics.ts';
