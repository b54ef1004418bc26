import { join } from 'node:path';
import type { Config } from './config/index.ts';
import { TableCache } from './definitions/index.ts';
import { type FrontDoor, openFrontDoor, type Route } from './edge/index.ts';
import { Admission, mcpRoutes, type Ports, recordRefusals, Sessions, StatelessSessions } from './gateway/index.ts';
import { anchoredClock, type Clock } from './kernel/index.ts';
import { type Limiter, memoryLimiter } from './limits/index.ts';
import { loadKeyRing } from './seal/index.ts';
import { type Applied, Configurator, type PolicyProblem } from './snapshot/index.ts';
import { openStore, policyVersions, type Store, sqliteLimiter } from './store/index.ts';
import { healthRoutes, type Logger, Metrics } from './telemetry/index.ts';
import { openUpstream } from './upstream/index.ts';

export interface GatewayOptions {
  readonly config: Config;
  readonly dataFolder: string;
  /**
   * Absent: the one gateway on this data folder; counters live in memory and are rebuilt from the journal. Otherwise one
   * of several processes that share the folder, and with all that name the same, their limits.
   */
  readonly sharedLimits?: string;
  /** Keeps the data folder out of version control. */
  readonly ignored: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
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
 * The composition root: the only place where adapters meet domains. Store first, since time and counters come from it;
 * then what judges; then what reaches out.
 *
 * @throws PolicyProblems, or the store's own errors; nothing stays open then
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { log, env } = options;
  const store = await openStore(options.dataFolder, {
    mode: options.sharedLimits === undefined ? 'exclusive' : 'shared',
    ignored: options.ignored,
    keys: (folder) => loadKeyRing({ env, folder, create: true }),
    onJournalHealth: (healthy, error) =>
      healthy
        ? log.info('records can be kept again')
        : log.error({ error }, 'records cannot be kept: calls are refused'),
    onStoreHealth: (healthy, error) =>
      healthy ? log.info('the store has caught up') : log.warn({ error }, 'the store lags behind the journal'),
  });
  try {
    return await compose(store, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function compose(store: Store, options: GatewayOptions): Promise<Gateway> {
  const { log } = options;
  const clock = anchoredClock(store.lastTime);
  const versions = policyVersions(store.folder);
  const configurator = new Configurator({
    openUpstream: (config) =>
      openUpstream(config, { clock, log: ({ level, event, ...fields }) => log[level](fields, `upstream ${event}`) }),
    policyVersion: (name, text) => versions.of(name, text),
  });
  const first = configurator.apply(options.config);
  if (!first.ok) throw new PolicyProblems(first.problems);

  const journal = await store.openJournal(clock);
  const limiter = await openLimiter(options.sharedLimits, store, clock);
  const admission = new Admission();
  const sessions = new Sessions(clock, admission);
  const stateless = new StatelessSessions(clock);
  const metrics = new Metrics(
    {
      inFlight: () => admission.inFlight(),
      sessions: () => sessions.size,
      upstreams: () => [...configurator.current.servers].map(([slug, { upstream }]) => [slug, upstream.health().state]),
      journalLagMs: () => journal.lagMs(),
    },
    options.version,
  );
  const refusals = recordRefusals(journal, clock, (code, route) => metrics.refusal(code, route), {
    warn: (message, fields) => log.warn(fields, message),
  });
  const ports: Ports = {
    clock,
    snapshot: () => configurator.current,
    limiter: limiter.limiter,
    journal,
    admission,
    tables: new TableCache(clock),
    stateless,
    refusals,
    telemetry: {
      call: (server, outcome, code, ms) => metrics.call(server, outcome, code, ms),
      warn: (message, fields) => log.warn(fields, message),
    },
  };
  const reaper = setInterval(() => void sessions.reap(), 60_000).unref();
  await journal.record({ kind: 'event', time: clock.now(), event: 'started', detail: { version: options.version } });

  const routes: readonly Route[] = [
    ...mcpRoutes(ports, sessions),
    ...healthRoutes([
      { name: 'journal', ready: () => journal.healthy() },
      { name: 'configuration', ready: () => configurator.current.version > 0 },
    ]),
    metrics.route(),
  ];

  return {
    ports,
    apply: async (config) => {
      const applied = configurator.apply(config);
      if (!applied.ok) return applied;
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
    openHttp: ({ listen, ...rest }) =>
      openFrontDoor(
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
      ),
    close: async () => {
      clearInterval(reaper);
      await sessions.endAll('The gateway is shutting down.');
      const upstreams = [...configurator.current.servers.values()].map(({ upstream }) => upstream.close());
      await Promise.allSettled(upstreams);
      await refusals.close();
      await journal.record({ kind: 'event', time: clock.now(), event: 'stopped', detail: {} }).catch(() => undefined);
      await limiter.close();
      await store.close();
    },
  };
}

async function openLimiter(
  shared: string | undefined,
  store: Store,
  clock: Clock,
): Promise<{ readonly limiter: Limiter; close(): Promise<void> }> {
  if (shared === undefined) return { limiter: memoryLimiter(clock, store.counters), close: async () => undefined };
  const limiter = await sqliteLimiter(join(store.folder, `limits-${shared}.db`), clock);
  return { limiter, close: () => limiter.close() };
}
