import type { Config } from './config/index.ts';
import { TableCache } from './definitions/index.ts';
import type { FrontDoor } from './edge/index.ts';
import { Admission, mcpRoutes, type Ports, recordRefusals, Sessions, StatelessSessions } from './gateway/index.ts';
import { anchoredClock } from './kernel/index.ts';
import { memoryLimiter } from './limits/index.ts';
import { type Applied, Configurator, type PolicyProblem } from './snapshot/index.ts';
import { openStorage, type StorageOptions } from './storage.ts';
import { policyVersions, type SqliteLimiter, type Store } from './store/index.ts';
import { type Gauges, healthRoutes, openMetrics } from './telemetry/index.ts';
import { openUpstream } from './upstream/index.ts';

export interface GatewayOptions extends StorageOptions {
  readonly config: Config;
  /** Starts the servers' processes before the first client asks for them. */
  readonly warm: boolean;
  /** Counts what `/metrics` tells. */
  readonly metrics: boolean;
  readonly version: string;
}

/** A gateway that can judge and record, and serves nobody yet. */
export interface Gateway {
  readonly ports: Ports;
  /** Puts another configuration in force, or says why not and changes nothing. */
  apply(config: Config): Promise<Applied>;
  /** Serves it over HTTP. */
  openHttp(config: Config): Promise<FrontDoor>;
  /** Ends sessions and upstreams, then closes the record. Nothing may be served any more. */
  close(): Promise<void>;
}

/** Policies that do not read: the gateway does not start with them. */
export class PolicyProblems extends Error {
  readonly problems: readonly PolicyProblem[];

  constructor(problems: readonly PolicyProblem[]) {
    super('a policy cannot be read');
    this.name = 'PolicyProblems';
    this.problems = problems;
  }
}

/**
 * The composition root: the only place where adapters meet domains. What takes long goes side by side: the store opens
 * its database and drains what dead processes left while the servers' ways are made and, where that was asked for, a
 * server's process starts.
 *
 * @throws PolicyProblems, or the store's own errors; nothing stays open then
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const storage = openStorage(options);
  let configurator: Configurator | undefined;
  try {
    configurator = await firstConfiguration(options);
    return await compose(await storage.store, configurator, await storage.limits, options);
  } catch (error) {
    if (configurator !== undefined) await closeUpstreams(configurator);
    await storage.abandon();
    throw error;
  }
}

/** Compiles what the gateway starts with. Durations are all that the ways to the servers need a clock for. */
async function firstConfiguration({ dataFolder, config, log, warm }: GatewayOptions): Promise<Configurator> {
  const versions = policyVersions(dataFolder);
  const clock = anchoredClock();
  const configurator = new Configurator({
    openUpstream: (server) =>
      openUpstream(server, { clock, log: ({ level, event, ...fields }) => log[level](fields, `upstream ${event}`) }),
    policyVersion: (name, text) => versions.of(name, text),
  });
  const first = await configurator.apply(config);
  if (!first.ok) throw new PolicyProblems(first.problems);
  for (const warning of first.warnings) log.warn({ warning }, 'a policy may not say what was meant');
  if (warm) for (const { upstream } of first.snapshot.servers.values()) upstream.warm();
  return configurator;
}

async function closeUpstreams(configurator: Configurator): Promise<void> {
  await Promise.allSettled([...configurator.current.servers.values()].map(({ upstream }) => upstream.close()));
}

async function compose(
  store: Store,
  configurator: Configurator,
  limiter: SqliteLimiter | undefined,
  options: GatewayOptions,
): Promise<Gateway> {
  const { log } = options;
  const clock = anchoredClock(store.lastTime);
  const journal = await store.openJournal(clock);
  const admission = new Admission();
  const sessions = new Sessions(clock, admission);
  const stateless = new StatelessSessions(clock);
  const gauges: Gauges = {
    inFlight: () => admission.inFlight(),
    sessions: () => sessions.size,
    upstreams: () => [...configurator.current.servers].map(([slug, { upstream }]) => [slug, upstream.health().state]),
    journalLagMs: () => journal.lagMs(),
  };
  const metrics = options.metrics ? await openMetrics(gauges, options.version) : undefined;
  const warn = (message: string, fields: Readonly<Record<string, unknown>>): void => log.warn(fields, message);
  const refusals = recordRefusals(journal, clock, (code, route) => metrics?.refusal(code, route), { warn });
  const ports: Ports = {
    clock,
    snapshot: () => configurator.current,
    limiter: limiter ?? memoryLimiter(clock, store.counters),
    journal,
    admission,
    tables: new TableCache(clock),
    stateless,
    refusals,
    telemetry: { call: (server, outcome, code, ms) => metrics?.call(server, outcome, code, ms), warn },
  };
  const reaper = setInterval(() => void sessions.reap(), 60_000).unref();
  await journal.record({ kind: 'event', time: clock.now(), event: 'started', detail: { version: options.version } });

  return {
    ports,
    apply: async (config) => {
      const applied = await configurator.apply(config);
      if (!applied.ok) return applied;
      for (const warning of applied.warnings) log.warn({ warning }, 'a policy may not say what was meant');
      const { version } = applied.snapshot;
      await journal.record({ kind: 'event', time: clock.now(), event: 'configuration_applied', detail: { version } });
      await sessions.keepOnly(applied.snapshot);
      await stateless.keepOnly(applied.snapshot);
      for (const { config: gone, upstream } of applied.retired) {
        await sessions.endServer(gone.slug, 'The server was reconfigured.');
        await upstream.close();
      }
      return applied;
    },
    openHttp: async ({ listen, ...rest }) => {
      const { openFrontDoor } = await import('./edge/index.ts');
      const probes = healthRoutes([
        { name: 'journal', ready: () => journal.healthy() },
        { name: 'configuration', ready: () => configurator.current.version > 0 },
      ]);
      const routes = [...mcpRoutes(ports, sessions), ...probes, ...(metrics === undefined ? [] : [metrics.route()])];
      const door = await openFrontDoor(
        {
          ...listen,
          tls: rest.tls,
          publicUrl: rest.publicUrl,
          insecure: rest.insecure,
          allowedHosts: rest.allowedHosts,
          allowedOrigins: rest.allowedOrigins,
          trustedProxies: rest.trustedProxies,
          onRefusal: ({ address, code, route }) => refusals.turnedAway(address, code, route),
          onError: (error, route) => log.error({ error, route }, 'a handler failed'),
        },
        routes,
      );
      const close = (graceMs: number): Promise<void> => {
        const closed = door.close(graceMs);
        // A stream is no call that could end by itself: each would hold the door open for as long as it may be.
        sessions.closeStreams();
        return closed;
      };
      return { address: door.address, close };
    },
    close: async () => {
      clearInterval(reaper);
      await sessions.endAll('The gateway is shutting down.');
      await closeUpstreams(configurator);
      await refusals.close();
      await journal.record({ kind: 'event', time: clock.now(), event: 'stopped', detail: {} }).catch(() => undefined);
      await limiter?.close();
      await store.close();
    },
  };
}
