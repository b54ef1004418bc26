import { Counter, Gauge, Registry } from 'prom-client';
import type { Route } from '../edge/index.ts';
import type { Code, Outcome } from '../kernel/index.ts';
import { Counts } from './counts.ts';
import { Durations } from './durations.ts';
import { loopLag } from './loop-lag.ts';

/** What is read when somebody asks for the metrics, not counted as it happens. */
export interface Gauges {
  readonly inFlight: () => number;
  readonly sessions: () => number;
  /** Servers by slug, with what `Upstream.health` says. */
  readonly upstreams: () => Iterable<readonly [slug: string, state: 'unknown' | 'up' | 'down']>;
  /** Milliseconds since the oldest record that is written but not synced yet; 0 when there is none. */
  readonly journalLagMs: () => number;
  /** By how many ms the database's clock is ahead of this machine's; `undefined` where the database has none of its own. */
  readonly databaseAheadMs: () => number | undefined;
}

/**
 * The numbers that Prometheus takes. Labels are slugs of the configuration, outcomes, codes and route patterns, so
 * that no caller can make series: never a tool's name, an address, a grant or a path.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #calls = new Counts();
  readonly #refusals = new Counts();
  readonly #durations = new Durations(
    'toolgate_call_duration_seconds',
    'From the arrival of a call to the end of its answer.',
    'server',
  );

  constructor(gauges: Gauges, version: string) {
    const registers = [this.#registry];
    counter(registers, 'toolgate_calls_total', 'Calls that were judged.', ['server', 'outcome', 'code'], this.#calls);
    const refusals = 'Requests refused before they were judged.';
    counter(registers, 'toolgate_refusals_total', refusals, ['code', 'route'], this.#refusals);
    gauge(registers, 'toolgate_calls_in_flight', 'Calls under way.', gauges.inFlight);
    gauge(registers, 'toolgate_sessions', 'Open sessions.', gauges.sessions);
    const lag = 'Age of the oldest record that is not synced yet.';
    gauge(registers, 'toolgate_journal_lag_seconds', lag, () => gauges.journalLagMs() / 1000);
    const loop = loopLag();
    const late = 'How late the event loop was, 99th percentile since the last scrape.';
    gauge(registers, 'toolgate_event_loop_lag_seconds', late, () => loop.p99Seconds());
    gauge(registers, 'process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss());
    new Gauge({
      name: 'toolgate_upstream_up',
      help: '1 when the server answered last, 0 when it did not; absent when it was not asked yet.',
      labelNames: ['server'],
      registers,
      collect() {
        this.reset();
        for (const [slug, state] of gauges.upstreams())
          if (state !== 'unknown') this.set({ server: slug }, state === 'up' ? 1 : 0);
      },
    });
    new Gauge({
      name: 'toolgate_database_clock_ahead_seconds',
      help: 'How far the clock of the database, which counts, is ahead of this machine; absent with SQLite.',
      registers,
      collect() {
        const ahead = gauges.databaseAheadMs();
        if (ahead === undefined) this.remove();
        else this.set(ahead / 1000);
      },
    });
    new Gauge({ name: 'toolgate_info', help: 'The running version.', labelNames: ['version'], registers }).set(
      { version },
      1,
    );
  }

  /**
   * A call has ended.
   *
   * @param server a slug of the configuration
   * @param ms from its arrival to the end of its answer
   */
  call(server: string, outcome: Outcome, code: Code | undefined, ms: number): void {
    this.#calls.add(server, outcome, code);
    this.#durations.add(server, ms / 1000);
  }

  /** @param route a route's pattern; `undefined` when there was none */
  refusal(code: Code, route: string | undefined): void {
    this.#refusals.add(code, route ?? 'none');
  }

  /** The exposition text. */
  async text(): Promise<string> {
    return (await this.#registry.metrics()) + this.#durations.text();
  }

  /**
   * `GET /metrics`.
   *
   * @param together makes of this process's text that of all that serve the same port
   */
  route(together: (own: () => Promise<string>) => () => Promise<string> = (own) => own): Route {
    const ask = together(() => this.text());
    return {
      method: 'GET',
      path: '/metrics',
      handler: async ({ response }) => {
        const text = await ask();
        response.writeHead(200, {
          'Content-Type': this.#registry.contentType,
          'Content-Length': Buffer.byteLength(text),
        });
        response.end(text);
      },
    };
  }
}

function counter(registers: Registry[], name: string, help: string, labelNames: string[], counts: Counts): void {
  new Counter({
    name,
    help,
    labelNames,
    registers,
    collect() {
      this.reset();
      for (const [labels, count] of counts.entries()) {
        this.inc(Object.fromEntries(labelNames.map((label, index) => [label, labels[index] ?? ''])), count);
      }
    },
  });
}

function gauge(registers: Registry[], name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
}
