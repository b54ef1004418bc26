import { expect, test } from 'vitest';
import { Metrics } from './metrics.ts';

const gauges = {
  inFlight: () => 3,
  sessions: () => 2,
  upstreams: () => [['netdiag', 'up'] as const, ['github', 'down'] as const, ['new', 'unknown'] as const],
  journalLagMs: () => 12,
  databaseAheadMs: () => -2_500,
};

test('calls are counted by server, outcome and code, and timed by server', async () => {
  const metrics = new Metrics(gauges, '1.2.3');
  metrics.call('netdiag', 'allow', undefined, 2);
  metrics.call('netdiag', 'allow', undefined, 700);
  metrics.call('netdiag', 'deny', 'rate_limited', 0.2);
  metrics.refusal('forbidden', undefined);
  metrics.refusal('unsupported_media', '/mcp/:server');
  const text = await metrics.text();
  const lines = text.split('\n');
  expect(lines).toContain('toolgate_calls_total{server="netdiag",outcome="allow",code=""} 2');
  expect(lines).toContain('toolgate_calls_total{server="netdiag",outcome="deny",code="rate_limited"} 1');
  expect(lines).toContain('toolgate_refusals_total{code="forbidden",route="none"} 1');
  expect(lines).toContain('toolgate_refusals_total{code="unsupported_media",route="/mcp/:server"} 1');
  expect(lines).toContain('toolgate_call_duration_seconds_bucket{le="0.0025",server="netdiag"} 2');
  expect(lines).toContain('toolgate_call_duration_seconds_count{server="netdiag"} 3');
  expect(lines).toContain('toolgate_calls_in_flight 3');
  expect(lines).toContain('toolgate_journal_lag_seconds 0.012');
  expect(lines).toContain('toolgate_database_clock_ahead_seconds -2.5');
  expect(lines).toContain('toolgate_upstream_up{server="netdiag"} 1');
  expect(lines).toContain('toolgate_upstream_up{server="github"} 0');
  expect(text).not.toContain('server="new"');
  expect(lines).toContain('toolgate_info{version="1.2.3"} 1');
});

test('a second scrape shows totals, not sums of scrapes', async () => {
  const metrics = new Metrics({ ...gauges, databaseAheadMs: () => undefined }, '1');
  metrics.call('s', 'allow', undefined, 1);
  // Where the database has no clock of its own, that it agrees with this machine's is not said.
  expect(await metrics.text()).not.toMatch(/^toolgate_database_clock_ahead_seconds/m);
  metrics.call('s', 'allow', undefined, 1);
  expect((await metrics.text()).split('\n')).toContain('toolgate_calls_total{server="s",outcome="allow",code=""} 2');
});
